// The start command with somebody else's engine and data (so without Java): ports, folders, signals, left-overs, refusals.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../runtime/ports.mjs';
import { cleanUp, command, folder, isAlive, until } from './start-support.js';

// No Java and no Maven can be found with this PATH: whoever needed one would be refused.
const elsewhere = { ZEEBE_ADDRESS: '127.0.0.1:1', MONGODB_URI: 'mongodb://127.0.0.1:1/none', PATH: '/nowhere', JAVA_HOME: '' };
const running = (data: string) => JSON.parse(readFileSync(join(data, 'running.all.json'), 'utf8'));
const port = async () => String(await freePort());

async function start({ data = folder(), web = '', env = {}, args = [] as string[] } = {}) {
  const given = { ...elsewhere, RECORDS_PORT: await port(), ...env };
  const started = command('start.mjs', ['--port', web || (await port()), '--data', data, ...args], given);
  return { ...started, data, ready: () => until(() => started.said().includes('is ready') || started.child.exitCode !== null, 20_000) };
}

/** What a refused start says: one sentence, and a code that is not 0. */
async function refusal(options: Parameters<typeof start>[0]) {
  const { code, said } = await start(options);
  expect(await code).toBe(1);
  const lines = said().split('\n').filter((line) => line.startsWith('✗'));
  expect(lines).toHaveLength(1);
  expect(said()).not.toMatch(/^\s+at /m);
  return lines[0]!;
}

afterAll(cleanUp);

describe('npm start with an engine and data elsewhere', () => {
  test('neither Java nor Maven is needed, and the address and the sign-ins are printed', async () => {
    const { said, ready, data, child, code } = await start();
    await ready();
    expect(said()).toMatch(/is ready: {2}http:\/\/127\.0\.0\.1:\d+/);
    expect(said()).toMatch(/账号 account +密码 password +姓名 name +岗位 role +单位 unit\n +grid1 +secret +王小明 +网格员 +曹坝网格/);
    const told = await (await fetch(`${running(data).url}/ready`)).json();
    expect(told).toMatchObject({ zeebe: elsewhere.ZEEBE_ADDRESS, mongo: elsewhere.MONGODB_URI, role: 'all', demo: '1' });
    expect(Object.keys(running(data).children)).toEqual(['app']);
    child.kill('SIGINT');
    expect(await code).toBe(0);
    expect(existsSync(join(data, 'running.all.json'))).toBe(false);
  });

  test('in production the demo is off whatever the environment says', async () => {
    const { ready, data } = await start({ env: { NODE_ENV: 'production', LIANDONG_DEMO: '1' } });
    await ready();
    expect(await (await fetch(running(data).url)).json()).not.toHaveProperty('demo');
  });

  test('the secrets are made once and are readable by their owner only', async () => {
    const { ready, data, child, code } = await start();
    await ready();
    const secrets = readFileSync(join(data, 'secrets.json'), 'utf8');
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    expect(await code).toBe(0);
    const again = await start({ data });
    await again.ready();
    expect(readFileSync(join(data, 'secrets.json'), 'utf8')).toBe(secrets);
  });

  test('a program that is killed is started again at the same address', async () => {
    const { ready, data } = await start();
    await ready();
    const { url, children } = running(data);
    process.kill(children.app.pid, 'SIGKILL');
    await until(async () => (await fetch(url).then((answer) => answer.json(), () => ({}))).pid > 0 && running(data).children.app.pid !== children.app.pid);
    expect(running(data).url).toBe(url);
  });

  test('a start that was killed is cleaned up by the next one', async () => {
    const first = await start();
    await first.ready();
    const left = running(first.data).children.app.pid;
    first.child.kill('SIGKILL');
    await first.code;
    expect(isAlive(left)).toBe(true);
    const second = await start({ data: first.data, web: new URL(running(first.data).url).port });
    await second.ready();
    expect(second.said()).toContain('left behind');
    expect(isAlive(left)).toBe(false);
    expect(running(first.data).children.app.pid).not.toBe(left);
  });

  test('a noted process id that meanwhile belongs to somebody else is left alone', async () => {
    const data = folder();
    writeFileSync(join(data, 'secrets.json'), JSON.stringify({ recordsUser: 'a', recordsPassword: 'b', sessionSecret: 'c' }));
    writeFileSync(join(data, 'running.all.json'), JSON.stringify({ pid: process.pid, identity: '1 another program', children: { app: { pid: process.pid, identity: '1 another program' } } }));
    const { ready, said } = await start({ data });
    await ready();
    expect(said()).toContain('is ready');
  });

  test('SIGTERM while it starts ends it with code 0 and leaves nothing', async () => {
    const { child, code, said, data } = await start();
    await until(() => said().includes('Starting'));
    child.kill('SIGTERM');
    expect(await code).toBe(0);
    expect(existsSync(join(data, 'running.all.json'))).toBe(false);
  });
});

describe('npm start refuses in one sentence', () => {
  test('a second start on the same data folder', async () => {
    const { ready, data } = await start();
    await ready();
    expect(await refusal({ data })).toMatch(/already runs on .*http:\/\/127/);
  });

  test('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const taken = String((server.address() as AddressInfo).port);
    expect(await refusal({ web: taken })).toContain(`Port ${taken} on 127.0.0.1 is taken`);
    server.close();
  });

  test('a program that fails to start three times in a row, with its own last words', async () => {
    const { code, said } = await start({ env: { STAND_IN_REFUSES: 'the calendar is missing' } });
    expect(await code).toBe(1);
    expect(said().match(/Trying again/g)).toHaveLength(2);
    expect(said()).toMatch(/✗ The web program ended with code 1 while starting: Error: the calendar is missing\n$/);
  });

  test('a folder that is not ours', async () => {
    const data = folder();
    writeFileSync(join(data, 'thesis.txt'), 'years of work');
    expect(await refusal({ data, args: ['--fresh'], env: { ZEEBE_ADDRESS: '', MONGODB_URI: '' } })).toContain('not a data folder of Liandong');
    expect(existsSync(join(data, 'thesis.txt'))).toBe(true);
  });

  test.each([
    ['an unknown option', ['--prot', '3000'], 'known are --port N'],
    ['a port that is none', ['--port', 'http'], 'must be a port'],
    ['an unknown role', ['--role', 'boss'], '--role must be one of all, api, workers'],
    ['--fresh for data elsewhere', ['--fresh'], 'not ours to remove'],
  ])('%s', async (_name, args, sentence) => {
    expect(await refusal({ args })).toContain(sentence);
  });

  test('a damaged data file', async () => {
    const data = folder();
    mkdirSync(join(data, 'store'));
    writeFileSync(join(data, 'secrets.json'), JSON.stringify({ recordsUser: 'a', recordsPassword: 'b', sessionSecret: 'c' }));
    writeFileSync(join(data, 'store', 'liandong.db'), 'no database at all '.repeat(1000));
    expect(await refusal({ data, env: { MONGODB_URI: '', PATH: process.env.PATH!, JAVA_HOME: process.env.JAVA_HOME ?? '' } })).toContain('The embedded store did not start');
  });
});
