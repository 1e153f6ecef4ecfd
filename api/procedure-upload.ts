// One uploaded file of a procedure, or a ZIP of them: received within limits; what is in it is for the kernel to judge.
import type { Request, Response } from 'express';
import multer from 'multer';
import { Invalid } from '../processes/errors.js';

const FIELD = 'file';
/** Bytes; a whole procedure has 3 MB of text, packed or not. */
const LARGEST_BYTES = 4_000_000;

const receive = multer({ storage: multer.memoryStorage(), limits: { fileSize: LARGEST_BYTES, files: 1, fields: 0, parts: 2 } }).single(FIELD);

/** Receives the one file of a multipart request, with its name as it was on the other side. @throws Invalid when there is none */
export async function receiveProcedureFile(req: Request, res: Response): Promise<{ name: string; bytes: Buffer }> {
  await new Promise<void>((resolve, reject) => receive(req, res, (error: unknown) => (error ? reject(error) : resolve())));
  if (!req.file) throw new Invalid('no file', [{ path: FIELD, message: '请选择一个文件' }]);
  if (req.file.size === 0) throw new Invalid('an empty file', [{ path: FIELD, message: '文件是空的' }]);
  const name = Buffer.from(req.file.originalname, 'latin1').toString('utf8').replace(/^.*[/\\]/, '').replace(/\p{Cc}/gu, '').trim();
  return { name: name.slice(-120) || 'file', bytes: req.file.buffer };
}
