// One uploaded file: received within limits, accepted only when its content is what its name and type claim, and kept without where it was taken.
import { extname } from 'node:path';
import type { Request, Response } from 'express';
import { fileTypeFromBuffer } from 'file-type';
import multer from 'multer';
import { Invalid } from '../processes/errors.js';
import { strip } from './strip/strip.js';

export interface Upload { name: string; type: string; content: Buffer }

export const LARGEST_BYTES = 10 * 1024 * 1024;
const FIELD = 'file';

/** What may be attached, with the extensions that may claim it. A phone's pictures, papers, and short films. */
const allowed: Record<string, readonly string[]> = {
  'image/jpeg': ['.jpg', '.jpeg'], 'image/png': ['.png'], 'image/webp': ['.webp'], 'image/heic': ['.heic', '.heif'], 'application/pdf': ['.pdf'], 'video/mp4': ['.mp4', '.m4v'],
};
/** Other names for the same types, as browsers and file-type give them. */
const alias: Record<string, string> = { 'image/jpg': 'image/jpeg', 'image/heif': 'image/heic', 'image/heic-sequence': 'image/heic', 'image/heif-sequence': 'image/heic', 'video/x-m4v': 'video/mp4' };
/** What a phone says when it does not know: then the name alone is the claim. */
const claimsNothing = new Set(['application/octet-stream', '']);

const receive = multer({
  storage: multer.memoryStorage(), limits: { fileSize: LARGEST_BYTES, files: 1, fields: 4, fieldSize: 1024, parts: 6 },
}).single(FIELD);

const wrong = (message: string) => new Invalid('not an acceptable file', [{ path: FIELD, message }]);
const known = (type: string): string => alias[type] ?? type;

/** The name as it was on the other side: browsers send UTF-8, which the parser reads as latin1. Folders and control characters are left off. */
function fileName(original: string): string {
  const name = Buffer.from(original, 'latin1').toString('utf8').replace(/^.*[/\\]/, '').replace(/\p{Cc}/gu, '').trim();
  return name.length <= 120 ? name || 'file' : name.slice(0, 100) + extname(name).slice(0, 10);
}

/**
 * Receives the one file of a multipart request; what comes back has no EXIF, place or device in it any more (personal-information law art 6: no more than is needed).
 *
 * @throws Invalid when there is none, its content is not what is allowed or claimed, or cannot be cleaned; Unavailable when too many pictures wait
 */
export async function receiveUpload(req: Request, res: Response): Promise<Upload> {
  await new Promise<void>((resolve, reject) => receive(req, res, (error: unknown) => (error ? reject(error) : resolve())));
  if (!req.file) throw wrong('请选择一个文件');
  const { buffer: content, originalname, mimetype } = req.file;
  if (content.length === 0) throw wrong('文件是空的');
  const name = fileName(originalname);
  const claimed = known(mimetype.toLowerCase());
  const found = await fileTypeFromBuffer(content);
  const type = found ? known(found.mime) : '';
  const extensions = allowed[type];
  const truthful = extensions?.includes(extname(name).toLowerCase()) && (claimsNothing.has(claimed) || claimed === type);
  if (truthful) return { name, type, content: await strip(content, type) };
  if (/^image\//.test(claimed) || Object.entries(allowed).some(([image, ends]) => image.startsWith('image/') && ends.includes(extname(name).toLowerCase()))) {
    throw wrong(`「${name}」不是它声称的图片`);
  }
  throw wrong(extensions ? `「${name}」的内容和它的名称或类型不符` : '只能上传图片(JPG、PNG、WebP、HEIC)、PDF 或 MP4');
}
