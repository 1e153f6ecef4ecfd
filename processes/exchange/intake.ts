// What somebody sent, as the files of a procedure: unpacked, read as text, accepted one by one, and named as our files are named.
import { acceptFile } from '../accept.js';
import { Invalid } from '../errors.js';
import { FILE_NAME } from '../package-limits.js';
import { parseBpmn } from '../procedure.js';
import type { ProcedureFile } from '../store/types.js';
import { isZip, OURS, unzip, type Sent } from './unzip.js';

export interface Intake {
  /** The process id of the diagram; absent when none was sent. */
  procedure?: string; name?: string; files: ProcedureFile[];
  /** What was called otherwise before: `flow.bpmn → flood-response.bpmn`. */
  renamed: string[]; ignored: string[];
}

const wrong = (name: string, message: string): Invalid => new Invalid(`not acceptable <${name}>: ${message}`, [{ path: name, message }]);

function textOf({ name, bytes }: Sent): string {
  try {
    // the mark at the beginning, which Windows writes, is left off
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong(name, `「${name}」不是 UTF-8 编码的文本，请另存为 UTF-8 后再导入`);
  }
}

/** The name with the ending that our files have. */
const plainEnding = (name: string): string => name.replace(/\.bpmn20\.xml$/i, '.bpmn').replace(/\.(bpmn|dmn|form)$/i, (ending) => ending.toLowerCase());

async function diagramName(name: string, content: string): Promise<{ id: string; called: string }> {
  const processes = (await parseBpmn(content)).rootElements?.filter((one: any) => one.$type === 'bpmn:Process') ?? [];
  if (processes.length === 0) throw wrong(name, `「${name}」里没有流程`);
  if (processes.length > 1) throw wrong(name, `「${name}」里有 ${processes.length} 个流程，一个文件只能有一个`);
  const [{ id, name: called = id }] = processes;
  if (!FILE_NAME.test(`${id}.bpmn`)) throw wrong(name, `「${name}」的流程编号「${id}」不能用作文件名。请改为英文字母、数字和短横线`);
  return { id, called };
}

function formName(name: string, content: string): string {
  const { id } = JSON.parse(content) as { id?: unknown };
  if (typeof id !== 'string' || id === '') throw wrong(name, `「${name}」没有表单编号（id）`);
  if (!FILE_NAME.test(`${id}.form`)) throw wrong(name, `「${name}」的表单编号「${id}」不能用作文件名。请改为英文字母、数字和短横线`);
  return `${id}.form`;
}

/** A table keeps its name when it can, cleaned; else it is called by its first decision. */
function tableName(name: string, content: string): string {
  const clean = `${name.replace(/\.dmn$/, '').normalize('NFKC').replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z_]+|-+$/g, '').slice(0, 70)}.dmn`;
  if (FILE_NAME.test(clean)) return clean;
  const id = /<(?:[\w.-]+:)?decision\b[^>]*\bid="([^"]+)"/.exec(content)?.[1];
  const byId = `${id}.dmn`;
  if (!id || !FILE_NAME.test(byId)) throw wrong(name, `「${name}」的文件名不能用。请改为英文字母、数字和短横线`);
  return byId;
}

/**
 * Reads one file, or a ZIP of several.
 *
 * @throws Invalid with file, line and reason when anything of it cannot be taken
 */
export async function readIntake(sent: Sent): Promise<Intake> {
  if (!isZip(sent) && !OURS.test(sent.name)) throw wrong(sent.name, `「${sent.name}」不能导入。可以导入 .bpmn、.dmn、.form，或装着它们的 .zip`);
  const { found, ignored } = isZip(sent) ? await unzip(sent.bytes) : { found: [sent], ignored: [] };
  const made: Intake = { files: [], renamed: [], ignored };
  for (const one of found) {
    const name = plainEnding(one.name);
    const { content } = await acceptFile({ name, content: textOf(one) });
    let ours: string;
    if (name.endsWith('.bpmn')) {
      if (made.procedure) throw wrong(name, 'ZIP 里有几张流程图，一次只能导入一个流程');
      const { id, called } = await diagramName(name, content);
      Object.assign(made, { procedure: id, name: called });
      ours = `${id}.bpmn`;
    } else ours = name.endsWith('.form') ? formName(name, content) : tableName(name, content);
    if (made.files.some((file) => file.name === ours)) throw wrong(name, `有两个文件都是「${ours}」，没有导入`);
    if (ours !== one.name) made.renamed.push(`${one.name} → ${ours}`);
    made.files.push({ name: ours, content });
  }
  return made;
}
