// The boxes of an MP4 or HEIC file (ISO/IEC 14496-12): found where they lie, and blanked in place so that nothing else moves.

/** One box: `start` is its size field, `body` where its content begins, `end` where the next one begins. */
export interface Box { type: string; start: number; body: number; end: number }

/** The file is not built as the standard says: nothing can be promised of what is in it. */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** The boxes from one offset to another. @throws Malformed when one reaches beyond its parent or has no place for its own head */
export function boxes(file: Buffer, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at < to;) {
    if (to - at < 8) throw new Malformed('a box without room for its head');
    const short = file.readUInt32BE(at);
    const long = short === 1;
    if (long && to - at < 16) throw new Malformed('a long box without room for its size');
    const size = long ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const body = at + (long ? 16 : 8);
    if (!Number.isSafeInteger(size) || at + size > to || at + size < body) throw new Malformed('a box that reaches beyond its parent');
    found.push({ type: file.toString('latin1', at + 4, at + 8), start: at, body, end: at + size });
    at += size;
  }
  return found;
}

/** Makes a box free space of the same size: offsets into the file stay right. */
export function blank(file: Buffer, { start, body, end }: Box): void {
  file.write('free', start + 4, 'latin1');
  file.fill(0, body, end);
}
