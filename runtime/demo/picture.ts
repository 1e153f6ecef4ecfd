// A small real picture made in code: a PNG with a coloured frame, so that photos and receipts of the demo are files that can be opened.
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

const WIDTH = 160;
const HEIGHT = 100;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return out;
}

/** @param seed another seed gives another picture */
export function picture(seed: number): Buffer {
  const colour = [(seed * 67) % 200, (seed * 131 + 60) % 200, (seed * 29 + 120) % 200];
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const frame = x < 6 || y < 6 || x >= WIDTH - 6 || y >= HEIGHT - 6;
      const line = y % 14 === 0 && x > 20 && x < WIDTH - 20 - ((seed + y) % 5) * 12;
      const at = y * (1 + WIDTH * 3) + 1 + x * 3;
      for (let part = 0; part < 3; part += 1) rows[at + part] = frame || line ? colour[part]! : 245;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** What a picture shows, point by point: whoever keeps it draws it anew without what it hides, so that its bytes are others. Nothing when it cannot be opened. */
export const pointsOf = (content: Buffer): Promise<Buffer> => sharp(content).removeAlpha().toColourspace('srgb').raw().toBuffer().catch(() => Buffer.alloc(0));
