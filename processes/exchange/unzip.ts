// Reads a ZIP that somebody sent: only what a procedure is made of, only so much, and nothing that is not what it claims.
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { LARGEST } from '../accept.js';
import { LARGEST_PACKAGE, MOST_FILES } from '../package-limits.js';
import { Invalid } from '../errors.js';
import { parts, readName, refused } from './entry-name.js';

export interface Sent { name: string; bytes: Buffer }

/** Entries of any kind that are looked at; a procedure has 80 files at most. */
const MOST_ENTRIES = 400;
const LINK = 0xa000;
const KIND = 0xf000;
const UTF8 = 0x800;

/** What a procedure is made of, as file names end; modellers call a diagram `.bpmn20.xml` too. */
export const OURS = /\.(bpmn|bpmn20\.xml|dmn|form)$/i;
/** What operating systems leave in a ZIP by themselves. */
const LEFT_BEHIND = /(^|\/)(__MACOSX(\/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

export const isZip = ({ name, bytes }: Sent): boolean => /\.zip$/i.test(name) || (bytes.length > 3 && bytes.readUInt16BE(0) === 0x504b && [0x0304, 0x0506].includes(bytes.readUInt16BE(2)));

const open = (bytes: Buffer): Promise<ZipFile> => new Promise((resolve, reject) => {
  fromBuffer(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
});

/** What an entry holds, read no further than `room` bytes, whatever it says of itself. */
const inflate = (zip: ZipFile, entry: Entry, name: string, room: number): Promise<Buffer> => new Promise((resolve, reject) => {
  zip.openReadStream(entry, (failed, stream) => {
    if (failed) return reject(failed);
    const read: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      read.push(chunk);
      if (size <= room) return;
      stream.destroy();
      reject(refused(`ZIP 里的「${name}」解开后太大，没有导入`));
    });
    stream.on('error', reject).on('end', () => resolve(Buffer.concat(read)));
  });
});

async function take(zip: ZipFile, entry: Entry, found: Sent[], ignored: string[], folders: Set<string>): Promise<void> {
  const name = readName(entry.fileName as unknown as Buffer, (entry.generalPurposeBitFlag & UTF8) !== 0);
  const { folder, base } = parts(name);
  if (((entry.externalFileAttributes >>> 16) & KIND) === LINK) throw refused(`ZIP 里的「${name}」是链接，没有导入`);
  if (base === '' || LEFT_BEHIND.test(name)) return;
  if (!OURS.test(base)) return void ignored.push(name);
  if (entry.isEncrypted()) throw refused('ZIP 有密码。请去掉密码后重新打包');
  if (found.some((one) => one.name.toLowerCase() === base.toLowerCase())) throw refused(`ZIP 里有两个「${base}」，没有导入`);
  folders.add(folder);
  if (folders.size > 1) throw refused('ZIP 里有几个文件夹。请把一个流程的文件放在同一个文件夹里再打包');
  if (found.length === MOST_FILES) throw refused(`ZIP 里的文件超过 ${MOST_FILES} 个`);
  // a character may take three bytes, so that bytes are only the outer fence; drafts.ts counts characters
  const room = Math.min(LARGEST * 3, LARGEST_PACKAGE * 3 - found.reduce((sum, { bytes }) => sum + bytes.length, 0));
  if (entry.uncompressedSize > room) throw refused(`ZIP 里的「${base}」解开后太大，没有导入`);
  found.push({ name: base, bytes: await inflate(zip, entry, base, room) });
}

/**
 * The files of a ZIP that belong to a procedure.
 *
 * @returns also the names of those that do not, to be told
 * @throws Invalid with the reason; nothing has been changed then
 */
export async function unzip(bytes: Buffer): Promise<{ found: Sent[]; ignored: string[] }> {
  const [found, ignored, folders]: [Sent[], string[], Set<string>] = [[], [], new Set()];
  try {
    const zip = await open(bytes);
    if (zip.entryCount > MOST_ENTRIES) throw refused(`ZIP 里的文件超过 ${MOST_ENTRIES} 个`);
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: Entry) => { take(zip, entry, found, ignored, folders).then(() => zip.readEntry(), reject); });
      zip.on('end', resolve).on('error', reject);
      zip.readEntry();
    });
  } catch (error) {
    if (error instanceof Invalid) throw error;
    throw refused('这不是完好的 ZIP 文件，请重新打包');
  }
  if (found.length === 0) throw refused('ZIP 里没有流程图（.bpmn）、表单（.form）或决策表（.dmn）');
  return { found, ignored };
}
