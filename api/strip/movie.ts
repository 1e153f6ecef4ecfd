// A film without the place where it was taken: user data, metadata and foreign boxes are blanked; a track of positions is refused.
import { Invalid } from '../../processes/errors.js';
import { blank, boxes, type Box } from './boxes.js';

/** Where ©xyz, `loci`, the QuickTime location keys, XMP and dashcam positions stand; none of them is needed to play. */
const telling = new Set(['udta', 'meta', 'uuid', 'gps ', 'XMP_', 'skip', 'free', 'wide', '3gf ']);
const holders = new Set(['moov', 'trak', 'mdia', 'minf', 'moof', 'traf', 'edts', 'mvex', 'dinf', 'stbl']);
/** What plays: pictures, sound, subtitles and hints. Anything else is a track of measurements, positions among them. */
const playing = new Set(['vide', 'soun', 'sbtl', 'subt', 'clcp', 'hint', 'tmcd']);

const located = () => new Invalid('a film with a track of positions', [{ path: 'file', message: '这段视频里有位置轨迹，去不掉。请关掉相机的“位置信息”后重拍，或用剪辑软件重新导出再传' }]);

function clean(file: Buffer, { body, end }: Pick<Box, 'body' | 'end'>, inTrack: boolean): void {
  for (const box of boxes(file, body, end)) {
    if (telling.has(box.type)) blank(file, box);
    else if (inTrack && box.type === 'hdlr') {
      if (!playing.has(file.toString('latin1', box.body + 8, box.body + 12))) throw located();
    } else if (holders.has(box.type)) clean(file, box, box.type === 'mdia');
  }
}

/** @returns a copy without place and user data; @throws Invalid when it has a track of measurements, Malformed when it is no proper file */
export function cleanMovie(content: Buffer): Buffer {
  const file = Buffer.from(content);
  clean(file, { body: 0, end: file.length }, false);
  return file;
}
