// The ways to the outside against real servers of this machine: a mail server, and robots that check what they are sent.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { assertBot } from '../../processes/bots.js';
import { sendersOf, sendOutgoing } from '../../processes/outgoing.js';
import type { Outgoing } from '../../processes/store/types.js';
import { closeTestStore } from '../support/store.js';
import { keepCase, openWork, type Work } from '../support/work.js';

let work: Work;
let wall: number;
let robot: Server;
let robotUrl: string;
let asked: { url: URL; body: any }[];
let answer: (request: IncomingMessage) => { status?: number; headers?: Record<string, string>; body: object };

const keep = (given: Partial<Outgoing> = {}) => work.store.outgoing.create({ _id: 'm', channel: 'bot', to: '泾河镇', unit: 'by-jinghe', title: '催办', text: '请立即办理', at: new Date(), state: 'waiting', tries: 0, nextAt: 0, ...given });
const kept = async (id = 'm') => (await work.store.outgoing.findById(id).lean())!;
const round = () => sendOutgoing(work.deps, sendersOf(work.deps), () => wall);
const setBot = (kind: 'dingtalk' | 'wecom', secret?: string) => work.store.units.updateOne({ _id: 'by-jinghe' }, { $set: { bot: { kind, url: `${robotUrl}/robot/send?access_token=abc`, ...(secret ? { secret } : {}) } } });

beforeAll(async () => {
  robot = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ url: new URL(request.url!, robotUrl), body: JSON.parse(body) });
    const { status = 200, headers = {}, body: said } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => robot.listen(0, '127.0.0.1', resolve));
  robotUrl = `http://127.0.0.1:${(robot.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  work = await openWork();
  [wall, asked, answer] = [1_000_000_000, [], () => ({ body: { errcode: 0, errmsg: 'ok' } })];
});
afterAll(async () => {
  robot.close();
  await closeTestStore();
});

describe('a robot', () => {
  test('of DingTalk that demands it is sent a signature that its secret confirms', async () => {
    await setBot('dingtalk', 'SECabc');
    await keep();
    expect(await round()).toBe(1);
    const { searchParams } = asked[0]!.url;
    expect(searchParams.get('access_token')).toBe('abc');
    expect(searchParams.get('sign')).toBe(createHmac('sha256', 'SECabc').update(`${searchParams.get('timestamp')}\nSECabc`).digest('base64'));
    expect(Math.abs(Date.now() - Number(searchParams.get('timestamp')))).toBeLessThan(60_000);
    expect(asked[0]!.body).toEqual({ msgtype: 'text', text: { content: '【联动】催办\n请立即办理' } });
    expect(await kept()).toMatchObject({ state: 'sent', sentAt: new Date(wall) });
  });

  test('of WeCom is sent no signature, and the page that the message is about when we know our own address', async () => {
    await setBot('wecom', 'unused');
    work.deps.settings.publicUrl = 'https://ld.example.cn';
    await keep({ link: '/tasks/77' });
    await round();
    expect(asked[0]!.url.search).toBe('?access_token=abc');
    expect(asked[0]!.body.text.content).toContain('https://ld.example.cn/tasks/77');
  });

  test('that says in its answer that it did not take it gets it again; one that says "too fast" after the pause that it needs', async () => {
    await setBot('wecom');
    await keep();
    answer = () => ({ body: { errcode: 93000, errmsg: 'invalid webhook url' } });
    await round();
    expect(await kept()).toMatchObject({ state: 'waiting', nextAt: wall + 5_000, error: 'the bot refused with <93000>: invalid webhook url' });
    wall += 5_000;
    answer = () => ({ body: { errcode: 45009, errmsg: 'api freq out of limit' } });
    await round();
    expect(await kept()).toMatchObject({ state: 'waiting', nextAt: wall + 60_000 });
  });

  test('never gets more than twenty a minute; the rest follow, each once', async () => {
    await setBot('wecom');
    for (let n = 0; n < 32; n += 1) await keep({ _id: `m${n}` });
    await round();
    await round();
    expect(asked.length).toBeGreaterThanOrEqual(15);
    expect(asked.length).toBeLessThan(20);
    for (let minutes = 0; minutes < 3; minutes += 1) {
      const before = asked.length;
      wall += 60_001;
      await round();
      expect(asked.length - before).toBeLessThan(20);
    }
    expect(asked).toHaveLength(32);
    expect(await work.store.outgoing.countDocuments({ state: 'sent' })).toBe(32);
  });

  test('that leads elsewhere is not followed', async () => {
    await setBot('wecom');
    await keep();
    answer = () => ({ status: 302, headers: { location: `${robotUrl}/elsewhere` }, body: {} });
    await round();
    expect(asked).toHaveLength(1);
    expect(await kept()).toMatchObject({ state: 'waiting', error: expect.stringContaining('<302>') });
  });

  test('that its unit has no longer fails at once and says so', async () => {
    await work.store.units.updateOne({ _id: 'by-jinghe' }, { $unset: { bot: '' } });
    await keep();
    await round();
    expect(await kept()).toMatchObject({ state: 'failed', error: 'the unit has no robot any more' });
  });

  test.each([
    ['http://oapi.dingtalk.com/robot/send', 'https'], ['https://169.254.169.254/latest', '不能发往'], ['https://qyapi.weixin.qq.com/x', '不能发往'], ['https://oapi.dingtalk.com.evil.cn/x', '不能发往'],
    ['https://u:p@oapi.dingtalk.com/x', '账号'], ['https://oapi.dingtalk.com:8443/x', '端口'], ['http://127.0.0.1:9700/_bulk', 'https'], ['file:///etc/passwd', 'https'], ['nonsense', '网址'],
  ])('is not taken at %s', (url, said) => {
    expect(() => assertBot({ kind: 'dingtalk', url }, { production: true })).toThrow(said);
  });

  test('is taken where its service listens, or where the installation says that it has one', () => {
    assertBot({ kind: 'dingtalk', url: 'https://oapi.dingtalk.com/robot/send?access_token=x' }, { production: true });
    assertBot({ kind: 'wecom', url: 'https://wecom.gov.example:8443/x' }, { production: true, botHosts: ['wecom.gov.example'] });
  });
});

describe('mail', () => {
  let server: SMTPServer;
  let mails: { from: string; to: string[]; text: string }[];
  let refuses: boolean;
  beforeEach(async () => {
    [mails, refuses] = [[], false];
    server = new SMTPServer({
      disabledCommands: ['STARTTLS'], allowInsecureAuth: true, onAuth: ({ username, password }, _session, done) => done(username === 'ld' && password === 'geheim' ? null : new Error('no'), { user: username }),
      onData(stream, session, done) {
        let text = '';
        stream.on('data', (part: Buffer) => { text += part.toString('utf8'); }).on('end', () => {
          if (refuses) return done(Object.assign(new Error('mailbox full'), { responseCode: 452 }));
          mails.push({ from: (session.envelope.mailFrom as { address: string }).address, to: session.envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    work.deps.settings.smtp = { url: `smtp://ld:geheim@127.0.0.1:${(server.server.address() as AddressInfo).port}`, from: '联动 <ld@example.cn>' };
  });
  afterEach(() => new Promise<void>((resolve) => server.close(resolve)));

  test('goes by SMTP to the person\'s address; what the server refuses is kept with its words and sent again', async () => {
    await keep({ channel: 'mail', unit: undefined, to: 'lds@example.cn', person: 'lds', title: '新任务\r\nBcc: x@evil.cn' });
    refuses = true;
    expect(await round()).toBe(0);
    expect(await kept()).toMatchObject({ state: 'waiting', tries: 1, error: expect.stringContaining('mailbox full') });
    refuses = false;
    wall += 5_000;
    expect(await round()).toBe(1);
    expect(mails).toEqual([expect.objectContaining({ from: 'ld@example.cn', to: ['lds@example.cn'] })]);
    expect(mails[0]!.text).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(mails[0]!.text).not.toMatch(/^Bcc:/m);
    expect(mails[0]!.text).toMatch(/^Message-ID: <[0-9a-f]{32}@127\.0\.0\.1>/m);
  });

  test('to somebody who has left meanwhile is dropped', async () => {
    await work.store.people.updateOne({ _id: 'lds' }, { $set: { active: false } });
    await keep({ channel: 'mail', unit: undefined, to: 'lds@example.cn', person: 'lds' });
    await round();
    expect(mails).toEqual([]);
    expect(await kept()).toMatchObject({ state: 'dropped', error: 'the person has left' });
  });
});

describe('an SMS to the reporter', () => {
  test('carries their page, or their code where no address of ours is known; neither stands in what is kept', async () => {
    const got: any[] = [];
    answer = () => ({ body: {} });
    work.deps.settings.smsGateway = `${robotUrl}/sms`;
    await keepCase(work, { link: { token: 'tokentokentoken', code: 'ACDEFGHJ' } });
    await keep({ channel: 'sms', unit: undefined, to: '13000000000', link: 'reporter', caseNo: 'BY-2026-000001' });
    await round();
    work.deps.settings.publicUrl = 'https://ld.example.cn';
    await keep({ _id: 'm2', channel: 'sms', unit: undefined, to: '13000000000', link: 'reporter', caseNo: 'BY-2026-000001' });
    await round();
    got.push(...asked.map(({ body }) => body.text));
    expect(got).toEqual(['【联动】催办：请立即办理 查询码：ACDE-FGHJ', '【联动】催办：请立即办理 查看进度和评价：https://ld.example.cn/r/tokentokentoken']);
    expect(JSON.stringify(await work.store.outgoing.find().lean())).not.toMatch(/token|ACDE/);
  });
});
