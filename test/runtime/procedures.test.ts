// `npm run procedures`: what is in force comes into a folder and nothing changes twice; a folder goes into drafts, never over another's.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../processes/settings.js';
import { procedures } from '../../runtime/procedures.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let server: Server;
let url: string;
const folder = mkdtempSync(join(tmpdir(), 'liandong-procedures-'));
beforeAll(async () => {
  process.env.LIANDONG_PASSWORD = 'liandong-demo';
  api = await openApi();
  server = api.app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
  await closeTestStore();
});

/** Runs a command as policy staff. @returns its exit code and what it said */
async function run(args: string[], account = 'liucheng'): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await procedures([...args, '--url', url, '--folder', folder, '--account', account], (line) => lines.push(line));
  return { code, said: lines.join('\n') };
}
const edit = (name: string, change: (text: string) => string) => writeFileSync(join(folder, name), change(readFileSync(join(folder, name), 'utf8')));
const longer = () => edit('wage-arrears.bpmn', (text) => text.replace('value="2 工作时"', 'value="3 工作时"'));

describe('npm run procedures', () => {
  test('pull writes every version in force, and a second time nothing; what belongs to no procedure stays', async () => {
    writeFileSync(join(folder, 'mine.form'), '{"id":"mine"}');
    const { said } = await run(['pull']);
    expect(said).toContain('已写入 wage-arrears.bpmn');
    expect((await run(['pull'])).said).toMatch(/^没有变化：\d+ 个流程/);
    expect(readFileSync(join(folder, 'mine.form'), 'utf8')).toBe('{"id":"mine"}');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['grid-event.bpmn', 'town-dispatch.form', 'crime-transfer.dmn']));
  });

  test('diff says nothing and ends with 0 when all is equal, else it tells what differs and ends with 1', async () => {
    expect(await run(['diff'])).toEqual({ code: 0, said: '没有差别' });
    longer();
    const { code, said } = await run(['diff', 'wage-arrears']);
    expect(code).toBe(1);
    expect(said).toContain('wage-arrears');
    expect(said.split('\n').length).toBeGreaterThan(1);
  });

  test('push makes a draft of what differs and of nothing else, and never over another\'s without being told', async () => {
    expect((await run(['push'])).said).toBe('已上传为草稿：欠薪纠纷处理联动机制（wage-arrears）');
    expect((await api.store.drafts.find().lean()).map(({ _id }) => _id)).toEqual(['wage-arrears']);
    await expect(run(['push'], 'liucheng2')).rejects.toThrow('沈知行');
    expect((await run(['push', '--force'], 'liucheng2')).code).toBe(0);
    expect(await api.store.snapshots.countDocuments({ procedure: 'wage-arrears' })).toBeGreaterThan(0);
  });

  test('what cannot be done is said in one sentence', async () => {
    await expect(run(['pull', 'nothing'])).rejects.toThrow('系统里没有流程「nothing」');
    await expect(procedures(['fly', '--account', 'x'], () => undefined)).rejects.toThrow('用法');
    await expect(run(['pull', '--force'])).rejects.toThrow('--force 只用于 push');
    process.env.LIANDONG_PASSWORD = 'wrong';
    await expect(run(['diff'])).rejects.toThrow('账号或密码不对');
    process.env.LIANDONG_PASSWORD = 'liandong-demo';
    await expect(procedures(['diff', '--url', url, '--folder', join(folder, 'none'), '--account', 'liucheng'], () => undefined)).rejects.toThrow('没有这个文件夹');
    edit('intake.form', () => '{ broken');
    await expect(run(['push'])).rejects.toThrow('intake.form');
    cpSync(join(root, 'processes/diagrams/intake.form'), join(folder, 'intake.form'));
  });

  test('others than policy staff bring nothing in', async () => {
    await expect(run(['push'], 'caoba')).rejects.toMatchObject({ status: 403 });
  });
});
