// All files of a version as one ZIP: the same files always give the same bytes.
import { ZipFile } from 'yazl';
import type { ProcedureFile } from '../store/types.js';

/** What a ZIP says of when its files were made; a fixed day, so that two exports of one version are equal. */
const MADE = new Date('2020-01-01T00:00:00Z');

/** Packs files, the diagram first, flat. */
export async function zipOf(files: ProcedureFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  const rank = ({ name }: ProcedureFile) => `${name.endsWith('.bpmn') ? 0 : 1} ${name}`;
  for (const file of [...files].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))) zip.addBuffer(Buffer.from(file.content), file.name, { mtime: MADE, mode: 0o100644 });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
