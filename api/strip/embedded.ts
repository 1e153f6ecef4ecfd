// Photos that lie whole inside another file (a phone's scan as PDF): their Exif blocks and XMP positions are blanked where they lie.

const MARK = Buffer.from('Exif\0\0', 'latin1');
const XMP_PLACE = /(exif:GPS(?:Latitude|Longitude|Altitude|DestLatitude|DestLongitude)(?:="|'|>))([^"'<]{0,64})/g;

/** @returns a copy of the same length, with zeros for what was inside a JPEG's Exif block */
export function blankEmbedded(content: Buffer): Buffer {
  const file = Buffer.from(content);
  for (let at = file.indexOf(MARK); at !== -1; at = file.indexOf(MARK, at + 1)) {
    // APP1: FF E1, two bytes of length that count themselves
    if (at < 4 || file[at - 4] !== 0xff || file[at - 3] !== 0xe1) continue;
    file.fill(0, at + MARK.length, Math.min(file.length, at - 2 + file.readUInt16BE(at - 2)));
  }
  if (!file.includes('exif:GPS')) return file;
  return Buffer.from(file.toString('latin1').replace(XMP_PLACE, (_all, name: string, value: string) => name + ' '.repeat(value.length)), 'latin1');
}
