// Attachments: what comes in is what it claims to be, and goes out only to those who may see its case.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { attachmentRoutes } from '../../api/routes/attachments.js';
import { LARGEST_BYTES } from '../../api/upload.js';
import { attachFiles, findFile, findFiles } from '../../processes/store/files.js';
import { closeTestStore } from '../support/store.js';
import { aCase, aTask, openWeb, signIn, type Signed, type Web } from '../support/web.js';

let web: Web;
let caoba: Signed, jinghe: Signed, anyi: Signed, pcs: Signed;
// One pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const script = Buffer.from('<script>alert(1)</script>');

beforeAll(async () => {
  web = await openWeb(attachmentRoutes);
  [caoba, jinghe, anyi, pcs] = await Promise.all(['caoba', 'jinghe', 'anyi', 'pcs'].map((who) => signIn(web.app, who))) as [Signed, Signed, Signed, Signed];
});
afterAll(closeTestStore);

const send = (content: Buffer, filename: string, contentType?: string) => caoba.post('/api/attachments').attach('file', content, { filename, ...(contentType && { contentType }) });
const kept = async () => Promise.all(['files', 'chunks'].map(async (part) => (await web.store.connection.db!.collection(`attachments.${part}`).find({}, { projection: { _id: 1 } }).toArray()).length));
const upload = async (name = '现场.png', content = png) => (await send(content, name).expect(201)).body.id as string;

describe('what comes in', () => {
  test('a picture is kept under its Chinese name, with its hash', async () => {
    const { body } = await send(png, '曹坝园区 现场(1).png').expect(201);
    expect(body).toEqual({ id: body.id, name: '曹坝园区 现场(1).png', type: 'image/png', size: expect.any(Number) });
    expect(await findFile(web.store, body.id)).toMatchObject({ size: body.size, by: 'caoba', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), cases: [] });
  });

  test('a picture sent again under the same key of the device is the same file; another person\'s key is their own', async () => {
    const key = crypto.randomUUID();
    const under = async (who: Signed) => (await who.post(`/api/attachments?key=${key}`).attach('file', png, '现场.png').expect(201)).body.id as string;
    const first = await under(caoba);
    const before = await kept();
    expect([await under(caoba), await under(caoba)]).toEqual([first, first]);
    expect(await kept()).toEqual(before);
    expect(await under(jinghe)).not.toBe(first);
    const other = crypto.randomUUID();
    const ids = await Promise.all(Array.from({ length: 3 }, async () => (await caoba.post(`/api/attachments?key=${other}`).attach('file', png, '现场.png').expect(201)).body.id));
    expect((await findFiles(web.store, ids)).every(({ by }) => by === 'caoba')).toBe(true);
    expect(ids).toContain((await caoba.post(`/api/attachments?key=${other}`).attach('file', png, '现场.png')).body.id);
    await caoba.post('/api/attachments?key=1').attach('file', png, '现场.png').expect(422);
  });

  test('a picture that is really a script is refused and nothing is stored', async () => {
    const before = await kept();
    for (const [name, type] of [['photo.png', 'image/png'], ['photo.jpg', 'application/octet-stream'], ['photo.html', 'image/png']] as const) {
      const { body } = await send(script, name, type).expect(422);
      expect(body.problems).toEqual([{ path: 'file', message: `「${name}」不是它声称的图片` }]);
    }
    expect(await kept()).toEqual(before);
  });

  test('a picture under another picture\'s name or type is not what it claims', async () => {
    await send(png, 'photo.jpg', 'image/jpeg').expect(422);
    await send(png, 'photo.png', 'image/jpeg').expect(422);
    await send(png, 'photo.pdf', 'application/pdf').expect(422);
  });

  test('a page, a program, an empty file and no file at all are refused', async () => {
    const before = await kept();
    await send(script, 'page.html', 'text/html').expect(422);
    await send(Buffer.from('MZ\x90\0'.padEnd(300, '\0')), 'tool.exe').expect(422);
    expect((await send(Buffer.alloc(0), 'photo.png').expect(422)).body.problems[0].message).toBe('文件是空的');
    expect((await caoba.post('/api/attachments').field('name', 'x').expect(422)).body.problems[0]).toEqual({ path: 'file', message: '请选择一个文件' });
    expect(await kept()).toEqual(before);
  });

  test('a file over 10 MB, two files, or another field are refused', async () => {
    const before = await kept();
    const { body } = await send(Buffer.concat([png, Buffer.alloc(LARGEST_BYTES)]), 'big.png').expect(413);
    expect(body.problems).toEqual([{ path: 'file', message: '文件太大' }]);
    await caoba.post('/api/attachments').attach('file', png, 'a.png').attach('file', png, 'b.png').expect(422);
    await caoba.post('/api/attachments').attach('photo', png, 'a.png').expect(422);
    expect(await kept()).toEqual(before);
  });

  test('a name cannot lead out of its folder', async () => {
    const { body } = await send(png, '..\\..\\etc/passwd.png').expect(201);
    expect(body.name).toBe('passwd.png');
  });

  test('without the session\'s token the file is not even read', async () => {
    const { body } = await caoba.post('/api/attachments').set('x-csrf-token', 'forged').attach('file', png, 'a.png').expect(403);
    expect(body.title).toBe('页面已过期');
  });
});

describe('what goes out', () => {
  const get = (who: Signed, id: string) => who.get(`/api/attachments/${id}`);

  test('it comes back as it was, named, typed, and never to be run', async () => {
    // noise, so that it stays large when it is drawn anew
    const big = await sharp(randomBytes(500 * 400 * 3), { raw: { width: 500, height: 400, channels: 3 } }).png().toBuffer();
    const id = await upload('现场.png', big);
    const answer = await get(caoba, id).buffer(true).expect(200);
    const pixels = (picture: Buffer) => sharp(picture).raw().toBuffer();
    expect((await pixels(answer.body)).equals(await pixels(big))).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-disposition': 'inline; filename="__.png"; filename*=UTF-8\'\'%E7%8E%B0%E5%9C%BA.png',
      'content-security-policy': 'default-src \'none\'; sandbox',
    });
    await get(caoba, id).set('if-none-match', answer.headers.etag!).expect(304);
  });

  test('until a case holds it, only whoever uploaded it sees it', async () => {
    const id = await upload();
    await get(jinghe, id).expect(404);
    await get(caoba, id).expect(200);
  });

  test('who may see the case may see what its report holds, who may not, not', async () => {
    const id = await upload();
    await web.store.cases.create(aCase({ _id: 'report', attachments: [id] }));
    await get(jinghe, id).expect(200);
    await get(anyi, id).expect(404);
  });

  test('evidence that is added later is seen through its case as well, also by whoever has a task of it', async () => {
    const id = await upload();
    await web.store.cases.create(aCase({ _id: 'evidence' }));
    await attachFiles(web.store, [id], 'evidence');
    await attachFiles(web.store, [id], 'evidence');
    expect((await findFiles(web.store, [id, 'none'])).map(({ cases }) => cases)).toEqual([['evidence']]);
    await get(jinghe, id).expect(200);
    await get(pcs, id).expect(404);
    await web.store.tasks.create(aTask({ caseNo: 'evidence', candidateGroups: ['by-jinghe.pcs/officer'] }));
    await get(pcs, id).expect(200);
    await get(anyi, id).expect(404);
  });

  test('an id that is none is refused, an unknown one is not found', async () => {
    await get(caoba, 'x').expect(422);
    await get(caoba, crypto.randomUUID()).expect(404);
  });
});
