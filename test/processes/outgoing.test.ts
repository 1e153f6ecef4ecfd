import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendOutgoing } from '../../processes/outgoing.js';
import { botSender } from '../../processes/senders/bot.js';
import { smsSender } from '../../processes/senders/sms.js';
import type { Sender } from '../../processes/senders/sender.js';
import type { Outgoing } from '../../processes/store/types.js';
import { openWork, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

type Answer = number | 'silence' | object;

describe('a message to the outside', () => {
  let work: Work;
  let server: Server;
  let url: string;
  let wall: number;
  let got: { key: string; body: any }[];
  let answers: Answer[];
  const kept = async () => (await work.store.outgoing.findById('m').lean())!;
  const keep = (given: Partial<Outgoing> = {}) => work.store.outgoing.create({
    _id: 'm', channel: 'bot', to: 'all', title: '催办', text: '请立即办理', at: new Date(), state: 'waiting', tries: 0, nextAt: 0, ...given,
  });
  const round = (senders: Sender[] = [botSender(url, undefined, undefined, 2_000)]) => sendOutgoing(work.deps, senders, () => wall);

  beforeEach(async () => {
    work = await openWork();
    [wall, got, answers] = [1_000_000, [], []];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      got.push({ key: String(request.headers['idempotency-key']), body: JSON.parse(body) });
      const answer = answers.shift() ?? 200;
      if (answer === 'silence') return;
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(typeof answer === 'number' ? { errcode: 0, errmsg: 'ok' } : answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  afterAll(closeTestStore);

  test('goes out without the telephone and ID numbers of people, in its title and its words, whatever the channel; where it goes stays whole', async () => {
    await keep({ channel: 'sms', to: '13800000001', title: '欠薪 13812345678', text: '身份证 321023199001011234，家里 0514-8812345' });
    await round([smsSender(url)]);
    expect(got[0]!.body.phone).toBe('13800000001');
    expect(got[0]!.body.text).toContain('欠薪 138****5678');
    expect(got[0]!.body.text).not.toMatch(/13812345678|321023199001011234|8812345/);
    await keep({ _id: 'm2', title: '催办：13812345678', text: '请打 13812345678' });
    await round();
    expect(JSON.stringify(got[1]!.body)).toContain('138****5678');
    expect(JSON.stringify(got[1]!.body)).not.toContain('13812345678');
  });

  test('is sent once in the end, by a gateway that first fails, then says nothing, then takes it', async () => {
    await keep();
    answers = [500, 'silence', 200];
    expect(await round()).toBe(0);
    expect(await kept()).toMatchObject({ state: 'waiting', tries: 1, error: expect.stringContaining('<500>') });
    wall += 5_000;
    expect(await round()).toBe(0);
    expect(await kept()).toMatchObject({ state: 'waiting', tries: 2, error: expect.stringContaining('no answer') });
    wall += 30_000;
    expect(await round()).toBe(1);
    expect(await kept()).toMatchObject({ state: 'sent', tries: 3 });
    wall += 3_600_000;
    expect(await round()).toBe(0);
    expect(got.map(({ key }) => key)).toEqual(['m', 'm', 'm']);
  });

  test('that failed waits before it is tried again', async () => {
    await keep();
    answers = [500];
    await round();
    wall += 4_999;
    await round();
    expect(got).toHaveLength(1);
  });

  test('is sent by one of two processes', async () => {
    await keep();
    const sent = await Promise.all([round(), round(), round()]);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(got).toHaveLength(1);
  });

  test('reaches DingTalk and WeCom as the text message that both understand', async () => {
    await keep();
    await round();
    expect(got[0]!.body).toEqual({ msgtype: 'text', text: { content: '【联动】催办\n请立即办理' } });
  });

  test('that the bot refuses in its answer is not sent', async () => {
    await keep();
    answers = [{ errcode: 310000, errmsg: 'keywords not in content' }];
    await round();
    expect(await kept()).toMatchObject({ state: 'waiting', error: expect.stringContaining('keywords not in content') });
  });

  test('goes as SMS to its number', async () => {
    await keep({ _id: 's', channel: 'sms', to: '13000000000' });
    await round([smsSender(url)]);
    expect(got.map(({ body }) => body)).toEqual([{ id: 's', phone: '13000000000', text: '【联动】催办：请立即办理' }]);
  });

  test('for a channel that is not set up is kept as failed, and says so', async () => {
    await keep();
    await round([]);
    expect(await kept()).toMatchObject({ state: 'failed', error: 'channel <bot> is not set up' });
  });

  test('that is refused for a day is given up, with its error', async () => {
    await keep({ tries: 49 });
    answers = [500];
    await round();
    expect(await kept()).toMatchObject({ state: 'failed', tries: 50, error: expect.stringContaining('<500>') });
  });
});
