// One uploaded file of units or people: received within limits; what is in it is for the kernel to judge.
import type { Request, Response } from 'express';
import multer from 'multer';
import { Invalid } from '../processes/errors.js';

/** Bytes; a city's 20,000 lines are about 2 MB. */
const LARGEST_BYTES = 8_000_000;
const receive = multer({ storage: multer.memoryStorage(), limits: { fileSize: LARGEST_BYTES, files: 1, fields: 0, parts: 2 } }).single('file');

/** Receives it, with its name as it was on the other side. @throws Invalid when there is none */
export async function receiveOrgFile(req: Request, res: Response): Promise<{ name: string; bytes: Buffer }> {
  await new Promise<void>((resolve, reject) => receive(req, res, (error: unknown) => (error ? reject(error) : resolve())));
  if (!req.file?.size) throw new Invalid('no file', [{ path: '文件', message: req.file ? '文件是空的' : '请选择一个文件' }]);
  const name = Buffer.from(req.file.originalname, 'latin1').toString('utf8').replace(/^.*[/\\]/, '').replace(/\p{Cc}/gu, '').trim();
  return { name: name.slice(-80) || '文件', bytes: req.file.buffer };
}
