// A picture drawn anew: upright, and with nothing in it but what can be seen; where and with what it was taken stays behind.
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { Invalid, Unavailable } from '../../processes/errors.js';

/** A phone's largest everyday photo; whatever claims more would cost gigabytes to unpack. */
export const LARGEST_PIXELS = 64_000_000;
/** Pictures unpacked at once, and how many may wait for it: each holds its whole upload in memory. */
const AT_ONCE = Math.max(1, Math.min(4, availableParallelism() - 1));
const WAITING = 24;
const SECONDS = 30;

// One thread a picture: how many are under way is bounded here.
sharp.concurrency(1);
sharp.cache(false);

let running = 0;
const queue: (() => void)[] = [];

/** Waits for a turn. @throws Unavailable when too many wait already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) throw new Unavailable('上传的照片太多，正在排队处理，请稍后再传', 10);
    await new Promise<void>((go) => queue.push(go));
  } else running += 1;
  try {
    return await work();
  } finally {
    // the turn is handed on, so that nobody overtakes whoever waits
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}

const unreadable = (message: string) => new Invalid('not a picture that can be kept', [{ path: 'file', message }]);

/**
 * @param type image/jpeg, image/png or image/webp
 * @returns the picture in the same format, turned as its EXIF said, without EXIF, XMP, IPTC or comments
 * @throws Invalid when it cannot be drawn or has more than 64 million pixels; Unavailable when too many wait
 */
export const redraw = (content: Buffer, type: string): Promise<Buffer> => inTurn(async () => {
  try {
    const given = sharp(content, { limitInputPixels: false });
    const { width, height } = await given.metadata();
    if (width * height > LARGEST_PIXELS) throw unreadable(`照片有 ${Math.round(width * height / 1_000_000)} 百万像素，最多 ${LARGEST_PIXELS / 1_000_000} 百万像素，请缩小后再传`);
    const upright = sharp(content, { limitInputPixels: LARGEST_PIXELS, failOn: 'error' }).autoOrient().timeout({ seconds: SECONDS });
    if (type === 'image/png') return await upright.png({ compressionLevel: 6 }).toBuffer();
    if (type === 'image/webp') return await upright.webp({ quality: 85 }).toBuffer();
    return await upright.jpeg({ quality: 85 }).toBuffer();
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw unreadable(/timeout/i.test((error as Error).message) ? '照片太大，处理不完，请缩小后再传' : '照片打不开，可能没有拍完整，请重拍或换一张');
  }
});
