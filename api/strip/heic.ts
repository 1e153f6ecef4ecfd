// A HEIC picture without its hidden data: it cannot be drawn anew here (HEVC is not to be had), so its Exif and XMP items are blanked where they lie.
import { blank, boxes, Malformed, type Box } from './boxes.js';

interface Item { id: number; type: string }

const one = (found: Box[], type: string): Box | undefined => found.find((box) => box.type === type);

/** What the file holds: `iinf` names each item and its kind. */
function items(file: Buffer, { body, end }: Box): Item[] {
  const wide = file[body]! > 0;
  return boxes(file, body + (wide ? 8 : 6), end).filter(({ type }) => type === 'infe').map(({ body: at }) => {
    const version = file[at]!;
    if (version < 2) throw new Malformed('an item without a type');
    const long = version > 2;
    return { id: long ? file.readUInt32BE(at + 4) : file.readUInt16BE(at + 4), type: file.toString('latin1', at + (long ? 10 : 8), at + (long ? 14 : 12)) };
  });
}

/** Where the content of items lies: `iloc`, with offsets into the file, or into `idat` when they are constructed so. */
function extents(file: Buffer, { body, end }: Box, idat: Box | undefined): Map<number, [number, number][]> {
  let at = body + 4;
  const take = (bytes: number): number => {
    if (bytes === 0) return 0;
    if (at + bytes > end) throw new Malformed('a list of places that is cut off');
    const value = bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  const version = file[body]!;
  const [sizes, more] = [take(1), take(1)];
  const [ofOffset, ofLength, ofBase, ofIndex] = [sizes >> 4, sizes & 15, more >> 4, version > 0 ? more & 15 : 0];
  if ([ofOffset, ofLength, ofBase, ofIndex].some((bytes) => ![0, 4, 8].includes(bytes))) throw new Malformed('numbers of an unknown size');
  const found = new Map<number, [number, number][]>();
  for (let left = take(version < 2 ? 2 : 4); left > 0; left -= 1) {
    const id = take(version < 2 ? 2 : 4);
    const construction = version > 0 ? take(2) & 15 : 0;
    take(2);
    const base = take(ofBase);
    const places: [number, number][] = [];
    for (let n = take(2); n > 0; n -= 1) {
      take(ofIndex);
      const [offset, length] = [base + take(ofOffset), take(ofLength)];
      const start = construction === 1 ? (idat?.body ?? Infinity) + offset : offset;
      // 2: an offset into another item; nobody writes metadata so
      if (construction > 1) places.push([NaN, NaN]);
      else places.push([start, length === 0 ? (construction === 1 ? idat!.end : file.length) : start + length]);
    }
    found.set(id, places);
  }
  return found;
}

/** @returns a copy whose metadata items are zeros; turned pictures stay turned, HEIC says that elsewhere. @throws Malformed when it is not built as the standard says */
export function cleanHeic(content: Buffer): Buffer {
  const file = Buffer.from(content);
  const top = boxes(file, 0, file.length);
  // a sequence keeps pictures like a film; a phone's photo has none
  if (one(top, 'moov')) throw new Malformed('a sequence');
  for (const box of top) if (box.type === 'uuid' || box.type === 'free' || box.type === 'skip') blank(file, box);
  const meta = one(top, 'meta');
  if (!meta) throw new Malformed('no meta box');
  const inside = boxes(file, meta.body + 4, meta.end);
  const [named, located] = [one(inside, 'iinf'), one(inside, 'iloc')];
  if (!named || !located) throw new Malformed('no items');
  const places = extents(file, located, one(inside, 'idat'));
  for (const { id, type } of items(file, named)) {
    if (!['Exif', 'mime', 'uri '].includes(type)) continue;
    for (const [from, to] of places.get(id) ?? []) {
      if (!(from >= 0 && to <= file.length && from <= to)) throw new Malformed('metadata that lies nowhere');
      file.fill(0, from, to);
    }
  }
  for (const box of inside) if (box.type === 'uuid' || box.type === 'udta') blank(file, box);
  return file;
}
