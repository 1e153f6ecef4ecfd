// What comes in as a file or ZIP is read, named as ours are named, or refused with its reason; what goes out comes in again as it was.
import { describe, expect, test } from '@jest/globals';
import { zipOf } from '../../processes/exchange/archive.js';
import { readIntake } from '../../processes/exchange/intake.js';
import { blankProcedure } from '../../processes/pattern/blank.js';
import type { ProcedureFile } from '../../processes/store/types.js';
import { directory, replaced, zip } from '../support/zip.js';

const blank = await blankProcedure({ id: 'petition', name: '信访办理' });
const [diagram, form] = blank as [ProcedureFile, ProcedureFile];
const sent = (bytes: Buffer | string, name = 'petition.zip') => readIntake({ name, bytes: Buffer.from(bytes) });
const reason = async (bytes: Buffer | string, name?: string): Promise<string> => sent(bytes, name).then(() => 'taken', (error) => error.problems?.[0]?.message ?? error.message);
const table = '<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="petition-level" name="定级"><decisionTable id="t"><output id="o" typeRef="string"/></decisionTable></decision></definitions>';

describe('what goes out', () => {
  test('a version as a ZIP comes in again as it was, and packed twice is the same', async () => {
    const [one, two] = [await zipOf(blank), await zipOf([...blank].reverse())];
    expect(one.equals(two)).toBe(true);
    const { files, procedure, renamed, ignored } = await sent(one);
    expect([procedure, renamed, ignored]).toEqual(['petition', [], []]);
    expect(files.map(({ name }) => name)).toEqual(['petition.bpmn', 'petition-handle.form']);
  });
});

describe('what comes in', () => {
  test('files bear our names: a diagram its process id, a form its id, a table a clean name', async () => {
    const { files, renamed } = await sent(await zip([{ name: '流程图 最终版.bpmn20.xml', content: diagram.content }, { name: '表单.form', content: form.content }, { name: '定级.dmn', content: table }]));
    expect(files.map(({ name }) => name)).toEqual(['petition.bpmn', 'petition-handle.form', 'petition-level.dmn']);
    expect(renamed).toHaveLength(3);
  });

  test('one folder is opened, what a system leaves behind is passed over, and what is not ours is told', async () => {
    const { files, ignored } = await sent(await zip([{ name: 'petition/petition.bpmn', content: diagram.content }, { name: '__MACOSX/petition/._petition.bpmn', content: 'x' }, { name: 'petition/说明.txt', content: 'x' }]));
    expect([files.map(({ name }) => name), ignored]).toEqual([['petition.bpmn'], ['petition/说明.txt']]);
  });

  test('names that Windows wrote as GBK are read', async () => {
    const gbk = Buffer.from([0xb1, 0xed, 0xb5, 0xa5]); // 表单
    const packed = replaced(await zip([{ name: 'petition.bpmn', content: diagram.content }, { name: 'AAAA.form', content: form.content }]), 'AAAA.form', Buffer.concat([gbk, Buffer.from('.form')]));
    const plain = directory(packed, (entry) => entry.writeUInt16LE(entry.readUInt16LE(8) & ~0x800, 8));
    expect((await sent(plain)).renamed).toEqual(['表单.form → petition-handle.form']);
    const lying = directory(packed, (entry) => entry.writeUInt16LE(entry.readUInt16LE(8) | 0x800, 8));
    expect(await reason(lying)).toContain('编码读不出来');
  });
});

describe('what is refused', () => {
  const evil = async (name: string) => replaced(await zip([{ name: 'x'.repeat(name.length), content: form.content }]), 'x'.repeat(name.length), name);

  test.each([['../a.form', '指向文件夹之外'], ['a/../../b.form', '指向文件夹之外'], ['..\\a.form', '指向文件夹之外'], ['/etc/a.form', '绝对路径'], ['C:\\a.form', '绝对路径'], ['a\0b.form', '不合规范']])('a ZIP that climbs out of its folder: %j', async (name, said) => {
    expect(await reason(await evil(name))).toContain(said);
  });

  test('a link, a password, two files of one name, several folders, too many files', async () => {
    expect(await reason(await zip([{ name: 'a.form', content: '/etc/passwd', mode: 0o120777 }]))).toContain('是链接');
    expect(await reason(directory(await zip([{ name: 'a.form', content: form.content }]), (entry) => entry.writeUInt16LE(entry.readUInt16LE(8) | 1, 8)))).toContain('有密码');
    expect(await reason(await zip([{ name: 'a.form', content: form.content }, { name: 'A.form', content: form.content }]))).toContain('有两个「A.form」');
    expect(await reason(await zip([{ name: 'one/a.form', content: form.content }, { name: 'two/b.form', content: form.content }]))).toContain('几个文件夹');
    expect(await reason(await zip(Array.from({ length: 81 }, (_, index) => ({ name: `f${index}.form`, content: '{}' }))))).toContain('超过 80 个');
    expect(await reason(await zip(Array.from({ length: 401 }, (_, index) => ({ name: `f${index}.txt`, content: 'x' }))))).toContain('超过 400 个');
  });

  test('a ZIP that blows up, whether it says so or lies', async () => {
    const bomb = await zip([{ name: 'a.bpmn', content: Buffer.alloc(40_000_000, ' ') }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await reason(bomb)).toContain('解开后太大');
    const lying = directory(bomb, (entry) => entry.writeUInt32LE(1000, 24));
    expect(await reason(lying)).not.toBe('taken');
    const many = await zip(Array.from({ length: 10 }, (_, index) => ({ name: `f${index}.form`, content: Buffer.alloc(2_900_000, ' ') })));
    expect(await reason(many)).not.toBe('taken');
  });

  test('what is no ZIP, an empty one, one without our files, and files of other kinds', async () => {
    expect(await reason('PK\x03\x04 broken')).toContain('不是完好的 ZIP');
    expect(await reason((await zip([{ name: 'a.form', content: form.content }])).subarray(0, 60))).toContain('不是完好的 ZIP');
    expect(await reason(await zip([]))).toContain('没有流程图');
    expect(await reason(await zip([{ name: 'a.exe', content: 'x' }]))).toContain('没有流程图');
    expect(await reason('x', 'photo.png')).toContain('不能导入');
  });

  test('two diagrams, a form without an id, two forms of one id, text that is not UTF-8', async () => {
    expect(await reason(await zip([{ name: 'a.bpmn', content: diagram.content }, { name: 'b.bpmn', content: diagram.content.replaceAll('petition', 'other') }]))).toContain('几张流程图');
    expect(await reason('{"type":"default","components":[]}', 'a.form')).not.toBe('taken');
    expect(await reason(await zip([{ name: 'a.form', content: form.content }, { name: 'b.form', content: form.content }]))).toContain('有两个文件都是');
    expect(await reason(Buffer.from([0xff, 0xfe, 0x3c, 0x00]), 'a.bpmn')).toContain('UTF-8');
    expect(await reason('<bpmn:definitions', 'a.bpmn')).not.toBe('taken');
  });
});
