// The studio's page: who may open it, and what it gives to whom.
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(() => closeTestStore());
const page = async (account: string, procedure = 'order-to-pay') => (await api.as(account)).get(`/procedures/${procedure}/edit`).set('accept', 'text/html');
const data = (text: string) => JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(text)![1]!);

test('without a draft whoever draws sees the version in force and may begin', async () => {
  const { status, text } = await page('liucheng');
  expect([status, /data-begin/.test(text), data(text)]).toEqual([200, true, expect.objectContaining({ readOnly: true, drafted: false })]);
});

test('with a draft whoever draws may change it; whoever only approves reads it', async () => {
  await (await api.as('liucheng')).post('/api/drafts').send({ procedure: 'order-to-pay' }).expect(200);
  const [drawn, read] = [(await page('liucheng')).text, (await page('baoyingzhihui')).text];
  expect([data(drawn).readOnly, /data-submit>/.test(drawn), data(drawn).files.length]).toEqual([false, true, 6]);
  expect([data(read).readOnly, /data-submit>/.test(read), /data-new=/.test(read)]).toEqual([true, false, false]);
});

test('a submitted draft is read-only for everybody and says why it was submitted', async () => {
  await api.store.drafts.updateOne({ _id: 'order-to-pay' }, { $set: { state: 'submitted', submission: { by: { id: 'liucheng', name: '沈知行' }, at: new Date(), reason: '按新规定' } } });
  const { text } = await page('liucheng');
  expect([data(text).readOnly, text.includes('按新规定'), /data-submit>/.test(text)]).toEqual([true, true, false]);
});

test.each(['caoba', 'guanli', 'jinghe'])('%s, who neither draws nor approves, is refused', async (account) => {
  expect((await page(account)).status).toBe(403);
});

test('a procedure that does not exist is not found', async () => {
  expect((await page('liucheng', 'nothing')).status).toBe(404);
});
