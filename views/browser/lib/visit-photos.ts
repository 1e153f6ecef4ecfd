// Photos of a check-in, kept on the device until it is sent: made small, shown, and taken off again.
import { get } from './dom.js';
import { shrink } from './shrink.js';
import type { Photo } from './visit-box.js';

const MOST = 9;
export interface VisitPhotos { fresh(): Photo[]; uploaded(): string[]; count(): number; restore(photos: Photo[]): void }

/** @param list figures with a `data-id` in it are photos that the server has already */
export function visitPhotos(list: HTMLElement, form: HTMLElement, changed: () => void): VisitPhotos {
  const template = get<HTMLTemplateElement>('#shot');
  const held = new Map<HTMLElement, Photo>();
  const count = (): number => list.querySelectorAll('.ld-shot').length;

  function add(photo: Photo): HTMLElement {
    const made = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const image = get<HTMLImageElement>('img', made);
    image.src = URL.createObjectURL(photo.blob);
    image.alt = `照片 ${count() + 1}`;
    held.set(made, photo);
    get('.ld-x', made).addEventListener('click', () => {
      URL.revokeObjectURL(image.src);
      held.delete(made);
      made.remove();
      changed();
    });
    list.append(made);
    return made;
  }

  list.querySelectorAll('[data-off]').forEach((button) => button.addEventListener('click', () => { button.closest('.ld-shot')!.remove(); changed(); }));
  form.querySelectorAll<HTMLInputElement>('[data-pick]').forEach((input) => input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].slice(0, MOST - count());
    input.value = '';
    for (const file of files) {
      // as it is at first: whatever ends this page meanwhile does not take the photo with it
      const made = add({ blob: file, name: file.name });
      void shrink(file).then((small) => {
        if (held.has(made)) held.set(made, small);
        changed();
      });
    }
    changed();
  }));

  return { fresh: () => [...held.values()], uploaded: () => [...list.querySelectorAll<HTMLElement>('.ld-shot[data-id]')].map(({ dataset }) => dataset.id!), count, restore: (photos) => photos.forEach((photo) => void add(photo)) };
}
