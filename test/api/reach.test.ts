// How a person is reached outside: only as they said, only what there is, and tried out.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reachRoutes } from '../../api/routes/reach.js';
import { closeTestStore } from '../support/store.js';
import { openWeb, signIn, type Signed, type Web } from '../support/web.js';

let web: Web;
let lds: Signed;
const put = (body: object) => lds.put('/api/me/reach').send(body);
beforeAll(async () => {
  web = await openWeb(reachRoutes, { smsGateway: 'http://127.0.0.1:9/sms' });
  await web.store.people.updateOne({ _id: 'lds' }, { $unset: { phone: '' } });
  await web.store.units.updateOne({ _id: 'by-jinghe.lds' }, { $set: { bot: { kind: 'wecom', url: 'https://qyapi.weixin.qq.com/secret-key' } } });
  lds = await signIn(web.app, 'lds');
});
afterAll(closeTestStore);

describe('how one is reached', () => {
  test('is the inbox alone until one says more, and the ways that there are are named', async () => {
    const { body } = await lds.get('/api/me/reach').expect(200);
    expect(body).toEqual({ reach: { sms: false, mails: false, bots: false }, channels: { sms: true, mail: false, bot: ['泾河镇劳动所'] } });
    expect(JSON.stringify(body)).not.toContain('secret-key');
  });

  test('is kept as said, and seen at once', async () => {
    await web.store.people.updateOne({ _id: 'lds' }, { $set: { phone: '13812345678' } });
    const said = { sms: true, mails: true, bots: true, mail: 'lds@example.cn', quiet: { from: '22:00', to: '07:30' } };
    expect((await put(said).expect(200)).body).toMatchObject({ reach: said, phone: '138****5678' });
    expect((await lds.get('/api/me/reach').expect(200)).body.reach).toEqual(said);
  });

  test.each([
    [{ sms: false, mails: true, bots: false }, 'mail'], [{ sms: false, mails: false, bots: false, mail: 'nonsense' }, 'mail'], [{ sms: false, mails: false, bots: false, mail: 'a@b.cn\r\nBcc: c@d.cn' }, 'mail'],
    [{ sms: false, mails: false, bots: false, quiet: { from: '25:00', to: '07:00' } }, 'quiet.from'], [{ sms: false, mails: false, bots: false, quiet: { from: '07:00', to: '07:00' } }, 'quiet.to'],
    [{ sms: 'yes', mails: false, bots: false }, 'sms'], [{ sms: false, mails: false, bots: false, other: 1 }, 'other'],
  ])('%j is refused, and says where', async (body, path) => {
    expect((await put(body).expect(422)).body.problems.map((one: { path: string }) => one.path)).toContain(path);
  });

  test('by SMS needs a number', async () => {
    await web.store.people.updateOne({ _id: 'lds' }, { $unset: { phone: '' } });
    expect((await put({ sms: true, mails: false, bots: false }).expect(422)).body.problems[0].message).toContain('手机号');
    await web.store.people.updateOne({ _id: 'lds' }, { $set: { phone: '13812345678' } });
  });

  test('is tried out by every channel that was chosen, once however often it is asked for in a minute', async () => {
    for (let n = 0; n < 3; n += 1) expect((await lds.post('/api/me/reach/test').expect(202)).body).toEqual({ channels: ['sms', 'mail', 'bot'] });
    expect(await web.store.outgoing.countDocuments()).toBeLessThanOrEqual(6);
    await put({ sms: false, mails: false, bots: false }).expect(200);
    await lds.post('/api/me/reach/test').expect(422);
  });
});
