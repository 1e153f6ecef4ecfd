// Whoever asked not to be named is named nowhere: every answer, page, notice, entry, export and message is read through for their name and number.
import { sendOutgoing } from '../../processes/outgoing.js';
import { resend } from '../../processes/resend.js';
import { spreadNotices } from '../../processes/spread.js';
import { tellReporter } from '../../processes/notices.js';
import { apiRoutes } from '../../api/app.js';
import type { Case } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

const NAME = '钱多多';
const PHONE = '13812345678';
const telling = new RegExp(`${NAME}|${PHONE}`);

let api: Api;
let caseNo: string;
let task: string;
beforeAll(async () => {
  api = await openApi();
  const opened = await api.open('intake', ['by-jinghe-caoba/intake']);
  ({ caseNo, key: task } = opened);
  // as the report form would have said it
  await api.store.cases.updateOne({ _id: caseNo }, { $set: { reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: true } } });
});
afterAll(closeTestStore);

describe('an anonymous reporter', () => {
  test('is named by no answer of any route that reads and by no page, whoever looks but the one who filed it', async () => {
    const found = (await api.store.cases.findById(caseNo).lean<Case>())!;
    await tellReporter(api.store, found, { id: 'told', title: '事项办理反馈', text: '已受理', at: new Date() });
    const fill: Record<string, string> = { caseNo, key: task, token: found.link!.token, id: 'told', instance: (await api.store.instances.findOne({ caseNo }).lean())!._id };
    const paths = apiRoutes.filter(({ method, gives }) => method === 'get' && !gives).map(({ path }) => `/api${path.replace(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? caseNo)}`)
      // a stream of events does not end
      .filter((path) => !path.includes('/events'));
    const pages = ['/tasks', `/tasks/${task}`, '/cases', `/cases/${caseNo}`, '/notices', '/outgoing', `/r/${found.link!.token}`, '/instances', `/instances/${fill.instance}`];
    let seen = 0;
    for (const account of ['caobacun', 'jinghe', 'baoyingzhihui', 'guanli', 'ducha']) {
      const who = await api.as(account);
      for (const path of [...paths, ...pages, `/api/cases?q=${PHONE}`, `/api/cases?q=${encodeURIComponent(NAME)}`, '/api/outgoing?state=waiting']) {
        const { text, status } = await who.get(path);
        if (status === 200) seen += 1;
        expect([account, path, telling.exec(path.includes('q=') ? text.replaceAll(PHONE, '').replaceAll(NAME, '') : text ?? '')]).toEqual([account, path, null]);
      }
    }
    expect(seen).toBeGreaterThan(50);
    expect((await (await api.as('caobacun')).get(`/api/cases?q=${PHONE}`)).body.total).toBe(0);
  }, 120_000);

  test('is named by no notice, no entry and no message; the number is known to the SMS that goes to it alone', async () => {
    await api.store.people.updateOne({ _id: 'caoba' }, { $set: { active: false } });
    await api.store.entries.deleteMany({ caseNo, action: '上报' });
    await api.store.cases.updateOne({ _id: caseNo }, { $set: { startSentAt: 0 }, $unset: { standing: '' } });
    await api.store.instances.deleteMany({ caseNo });
    await resend(api.deps);
    await spreadNotices(api.deps);
    const texts: unknown[] = [];
    await sendOutgoing(api.deps, [{ channel: 'sms', send: async ({ to, ...message }) => { texts.push(message); expect(to).toBe(PHONE); } }]);
    expect(texts).toHaveLength(1);
    const { entries, notices, outgoing, variables, bulks } = await api.everything();
    expect(JSON.stringify([texts, entries, notices, variables, bulks, api.engine.published, (outgoing as { to: string }[]).map(({ to: _to, ...rest }) => rest)])).not.toMatch(telling);
    expect((entries as { action: string; who: { name: string } }[]).find(({ action }) => action === '上报')!.who.name).toBe('周晓梅');
  });

  test('stays known to whoever filed the report', async () => {
    await api.store.people.updateOne({ _id: 'caoba' }, { $set: { active: true } });
    expect((await (await api.as('caoba')).get(`/api/cases/${caseNo}`)).body.case.reporter).toMatchObject({ name: NAME, phone: PHONE });
  });
});
