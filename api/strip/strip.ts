// What may be kept of an upload: never where it was taken. Each kind of file in its own way; what cannot be cleaned is refused in words.
import { Invalid } from '../../processes/errors.js';
import { Malformed } from './boxes.js';
import { blankEmbedded } from './embedded.js';
import { cleanHeic } from './heic.js';
import { cleanMovie } from './movie.js';
import { redraw } from './picture.js';

const refused: Record<string, string> = {
  'image/heic': '这张 HEIC 照片里的位置信息去不掉。请把相机格式改成“兼容性最佳”（JPG）重拍，或截图后再传',
  'video/mp4': '这段视频不是完整的 MP4，请重拍或重新导出后再传',
};

/**
 * @param type what the content is, as found by its own bytes
 * @throws Invalid with a sentence for people when it cannot be opened or its hidden data cannot be taken off
 */
export async function strip(content: Buffer, type: string): Promise<Buffer> {
  try {
    if (type === 'image/heic') return cleanHeic(content);
    if (type === 'video/mp4') return cleanMovie(content);
  } catch (error) {
    // reading beyond the end is a file that is not built as it says
    if (!(error instanceof Malformed) && !(error instanceof RangeError)) throw error;
    throw new Invalid('a file that cannot be cleaned', [{ path: 'file', message: refused[type]! }]);
  }
  return type.startsWith('image/') ? redraw(content, type) : blankEmbedded(content);
}
