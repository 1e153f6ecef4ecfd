// ZIPs for tests, also such as no honest program packs: bytes are changed after packing.
import { ZipFile } from 'yazl';

export interface Packed { name: string; content: string | Buffer; mode?: number }

export async function zip(files: Packed[]): Promise<Buffer> {
  const made = new ZipFile();
  for (const { name, content, mode } of files) made.addBuffer(Buffer.from(content), name, { mtime: new Date('2026-06-01'), mode: mode ?? 0o100644 });
  made.end();
  const parts: Buffer[] = [];
  for await (const part of made.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Puts other bytes of the same length wherever some stand: in both of a ZIP's lists of names. */
export function replaced(bytes: Buffer, from: string, to: Buffer | string): Buffer {
  const [old, next] = [Buffer.from(from), Buffer.from(to)];
  if (old.length !== next.length) throw new Error(`<${from}> is not as long as its replacement`);
  const made = Buffer.from(bytes);
  for (let at = made.indexOf(old); at >= 0; at = made.indexOf(old, at + 1)) next.copy(made, at);
  return made;
}

/** Changes each entry of the central directory: `flags` at 8, the declared size at 24. */
export function directory(bytes: Buffer, change: (entry: Buffer) => void): Buffer {
  const made = Buffer.from(bytes);
  for (let at = made.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = made.indexOf('PK\x01\x02', at + 4, 'latin1')) change(made.subarray(at, at + 46));
  return made;
}
