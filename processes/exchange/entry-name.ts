// What a file in a ZIP is called: read from bytes in whichever encoding they are, and refused when it leads out of its folder.
import { Invalid } from '../errors.js';

const strict = (encoding: string, bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

export const refused = (message: string): Invalid => new Invalid(`refused ZIP: ${message}`, [{ path: 'file', message }]);

/**
 * A name as whoever packed it saw it. What says that it is UTF-8 is; what does not may still be (macOS), else it is GB18030, which Windows in
 * Chinese writes for what it calls GBK.
 *
 * @throws Invalid when it is neither
 */
export function readName(bytes: Buffer, saysUtf8: boolean): string {
  const name = strict('utf-8', bytes) ?? (saysUtf8 ? undefined : strict('gb18030', bytes));
  if (name === undefined) throw refused('ZIP 里有文件名的编码读不出来。请用英文命名后重新打包');
  return name;
}

/**
 * Its folders and its own name.
 *
 * @throws Invalid for what would be written outside of the folder that it is unpacked into
 */
export function parts(name: string): { folder: string; base: string } {
  const path = name.replaceAll('\\', '/');
  const steps = path.split('/');
  const shown = name.replace(/\p{Cc}/gu, '�').slice(0, 80);
  if (/\p{Cc}/u.test(name)) throw refused(`ZIP 里的「${shown}」名称不合规范，没有导入`);
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) throw refused(`ZIP 里的「${shown}」是绝对路径，没有导入`);
  if (steps.includes('..')) throw refused(`ZIP 里的「${shown}」指向文件夹之外，没有导入`);
  const plain = steps.filter((step) => step !== '.');
  return { folder: plain.slice(0, -1).join('/'), base: plain.at(-1) ?? '' };
}
