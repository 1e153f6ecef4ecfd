// Makes a photo small enough for a phone's upload; drawing it anew also leaves its hidden data (place, device) behind.

const LONGEST = 1920;

/** The photo as JPEG with its longer side at most 1920 px; what cannot be drawn here goes as it is and the server decides. */
export async function shrink(file: File): Promise<{ blob: Blob; name: string }> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    if (blob) return { blob, name: file.name.replace(/\.\w+$/, '') + '.jpg' };
  } catch { /* not a picture that this browser can draw */ }
  return { blob: file, name: file.name };
}
