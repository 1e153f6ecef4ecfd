// What is kept of an upload: nothing that was accepted says any more where it was taken.
import sharp, { type Sharp } from 'sharp';
import fc from 'fast-check';
import { cleanHeic } from '../../api/strip/heic.js';
import { cleanMovie } from '../../api/strip/movie.js';
import { LARGEST_PIXELS, redraw } from '../../api/strip/picture.js';
import { strip } from '../../api/strip/strip.js';

const PLACE = '33/1 13/1 5916/100';
const exif = { IFD0: { Make: 'SecretPhone', Model: 'S-1' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: PLACE, GPSLongitudeRef: 'E', GPSLongitude: '119/1 18/1 42/1' } };
const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="33,13.986N"/></rdf:RDF></x:xmpmeta>';

const blankPicture = (width = 60, height = 40): Sharp => sharp({ create: { width, height, channels: 3, background: '#c33' } });
/** A picture as a phone gives it: turned by its EXIF, with place and device. */
const taken = (format: 'jpeg' | 'png' | 'webp' | 'avif', orientation = 6): Promise<Buffer> => blankPicture().withExif(exif).withMetadata({ orientation }).withExif({ ...exif, IFD0: { ...exif.IFD0, Orientation: String(orientation) } }).withXmp(xmp).toFormat(format).toBuffer();
const tells = (content: Buffer): boolean => ['SecretPhone', 'GPSLatitude', '33,13.986N'].some((words) => content.includes(words));

const box = (type: string, ...inside: Buffer[]): Buffer => {
  const content = Buffer.concat(inside);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};
const text = (words: string): Buffer => Buffer.from(words, 'latin1');
const handler = (kind: string): Buffer => box('trak', box('mdia', box('hdlr', Buffer.alloc(8), text(kind), Buffer.alloc(13))));
const film = (...inMoov: Buffer[]): Buffer => Buffer.concat([box('ftyp', text('isomiso2')), box('moov', box('mvhd', Buffer.alloc(100)), ...inMoov), box('mdat', text('the film itself'))]);

describe('a picture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('as %s loses place, device and XMP, and stands upright', async (format) => {
    const given = await taken(format);
    expect(tells(given)).toBe(true);
    const kept = await strip(given, `image/${format}`);
    const { width, height, exif: left, xmp: said, iptc, orientation, format: same } = await sharp(kept).metadata();
    expect({ width, height, left, said, iptc, turned: (orientation ?? 1) !== 1, same }).toEqual({ width: 40, height: 60, left: undefined, said: undefined, iptc: undefined, turned: false, same: format });
    expect(tells(kept)).toBe(false);
  });

  test('whatever its orientation and size, none that is accepted says where it was taken', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('jpeg' as const, 'png' as const, 'webp' as const), fc.integer({ min: 1, max: 8 }), fc.nat(40), async (format, orientation, tail) => {
      const kept = await strip(Buffer.concat([await taken(format, orientation), Buffer.from(`GPSLatitude SecretPhone ${'x'.repeat(tail)}`)]), `image/${format}`);
      const { exif: left } = await sharp(kept).metadata();
      expect([left, tells(kept)]).toEqual([undefined, false]);
    }), { numRuns: 40 });
  });

  test('of more pixels than any phone takes is refused before it is unpacked', async () => {
    const bomb = await blankPicture(9_000, 9_000).png().toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    await expect(redraw(bomb, 'image/png')).rejects.toMatchObject({ name: 'Invalid', problems: [{ path: 'file', message: expect.stringContaining(`最多 ${LARGEST_PIXELS / 1_000_000} 百万像素`) }] });
  });

  test('that is cut off is refused with what to do', async () => {
    const whole = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer();
    await expect(strip(whole.subarray(0, whole.length / 2), 'image/png')).rejects.toMatchObject({ problems: [{ message: expect.stringContaining('请重拍') }] });
  });

  test('of a crowd that sends at once is handled in turn, and beyond that asked to come again', async () => {
    const one = await taken('jpeg');
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => redraw(one, 'image/jpeg')));
    const refused = answers.filter((answer): answer is PromiseRejectedResult => answer.status === 'rejected');
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(20);
    expect(refused.every(({ reason }) => reason.name === 'Unavailable' && reason.retryAfter > 0)).toBe(true);
    await expect(redraw(one, 'image/jpeg')).resolves.toBeInstanceOf(Buffer);
  });
});

describe('a HEIC picture', () => {
  // AVIF is built of the same boxes; only the brand and the codec differ.
  test('keeps its pixels and loses the items that say where it was taken', async () => {
    const given = await taken('avif');
    const [kept, pixels] = [cleanHeic(given), (file: Buffer) => sharp(file).raw().toBuffer()];
    expect([tells(given), tells(kept), kept.length]).toEqual([true, false, given.length]);
    expect((await pixels(kept)).equals(await pixels(given))).toBe(true);
  });

  test('that is not built as the standard says is refused with a way out', async () => {
    for (const broken of [film(), box('ftyp', text('heicmif1')), (await taken('avif')).subarray(0, 200), Buffer.concat([box('ftyp', text('heic')), box('meta', Buffer.alloc(4), box('iinf', Buffer.alloc(1)), box('iloc', Buffer.alloc(5)))])]) {
      await expect(strip(broken, 'image/heic')).rejects.toMatchObject({ problems: [{ path: 'file', message: expect.stringContaining('JPG') }] });
    }
  });
});

describe('a film', () => {
  test('loses ©xyz, loci, QuickTime keys and XMP, and nothing in it moves', () => {
    const given = film(handler('vide'), box('udta', box('©xyz', text('+33.2331+119.3117/')), box('loci', text('Caoba'))), box('meta', text('com.apple.quicktime.location.ISO6709 +33.2331')), box('uuid', text('GPSLatitude')));
    const kept = cleanMovie(given);
    expect([kept.length, kept.indexOf('the film itself')]).toEqual([given.length, given.indexOf('the film itself')]);
    for (const word of ['33.2331', 'Caoba', 'location', 'GPSLatitude']) expect([word, given.includes(word), kept.includes(word)]).toEqual([word, true, false]);
  });

  test('with a track of positions is refused, with what to do', async () => {
    await expect(strip(film(handler('vide'), handler('meta')), 'video/mp4')).rejects.toMatchObject({ problems: [{ message: expect.stringContaining('位置轨迹') }] });
  });

  test('that is none is refused', async () => {
    await expect(strip(Buffer.concat([box('ftyp', text('isom')), text('\0\0\xff\xffmoov')]), 'video/mp4')).rejects.toMatchObject({ problems: [{ message: expect.stringContaining('MP4') }] });
  });
});

test('a scan as PDF keeps its pictures and loses their Exif', async () => {
  const photo = await taken('jpeg');
  const given = Buffer.concat([text('%PDF-1.4\n1 0 obj <</Filter /DCTDecode>> stream\n'), photo, text(`\nendstream\n${xmp}\n%%EOF`)]);
  const kept = await strip(given, 'application/pdf');
  expect([kept.length, kept.includes('SecretPhone'), kept.includes('33,13.986N')]).toEqual([given.length, false, false]);
  const inside = kept.subarray(given.indexOf(photo), given.indexOf(photo) + photo.length);
  expect((await sharp(inside).metadata()).width).toBe(60);
});
