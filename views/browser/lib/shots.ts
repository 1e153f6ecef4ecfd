// Photos of a report: kept on this device at once, made small, and taken off again; they go when the report goes.
import { get, make } from './dom.js';
import { dropPhoto, photo, putPhoto } from './outbox/box.js';
import type { Photo } from './outbox/item.js';
import { shrink } from './shrink.js';
import { uuid } from './uuid.js';

export interface Shots { list(): Photo[]; busy(): boolean; restore(photos: Photo[]): Promise<void> }
const MOST = 9;

/** @param changed is told after a photo came (`added`) or went */
export function shots(holder: HTMLElement, form: HTMLFormElement, item: () => string, changed: (added: boolean) => void): Shots {
  const template = get<HTMLTemplateElement>('#shot');
  const held = new Map<HTMLElement, Photo | undefined>();

  function figure(src: string): HTMLElement {
    const made = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const image = get<HTMLImageElement>('img', made);
    image.src = src;
    image.alt = `照片 ${held.size + 1}`;
    get('.ld-x', made).addEventListener('click', () => {
      const gone = held.get(made);
      held.delete(made);
      made.remove();
      if (src.startsWith('blob:')) URL.revokeObjectURL(src);
      if (gone) void dropPhoto(gone.key);
      changed(false);
    });
    held.set(made, undefined);
    holder.append(made);
    return made;
  }

  function stands(made: HTMLElement, one: Photo): void {
    if (!held.has(made)) return void dropPhoto(one.key);
    held.set(made, one);
    if (!one.whole) made.dataset.id = one.key;
  }

  async function lessen(made: HTMLElement, key: string, file: File): Promise<void> {
    try {
      const { blob, name } = await shrink(file);
      if (!held.has(made)) return;
      await putPhoto(item(), key, blob);
      stands(made, { key, name });
      changed(true);
    } catch {
      held.delete(made);
      get('figcaption', made).append(make('span', { class: 'ld-problem', role: 'alert' }, '手机存不下，请删掉它'));
    }
  }

  async function add(file: File): Promise<void> {
    const made = figure(URL.createObjectURL(file));
    const key = uuid();
    try {
      // as it is at first: whatever ends this page meanwhile does not take the photo with it
      await putPhoto(item(), key, file);
      stands(made, { key, name: file.name, whole: true });
      changed(true);
    } catch { /* made small it may fit */ }
    await lessen(made, key, file);
  }

  form.querySelectorAll<HTMLInputElement>('[data-pick]').forEach((input) => input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].slice(0, MOST - held.size);
    input.value = '';
    files.forEach((file) => void add(file));
  }));

  return {
    list: () => [...held.values()].filter((one) => one !== undefined),
    busy: () => [...held.values()].some((one) => !one || one.whole),
    async restore(photos) {
      for (const one of photos) {
        const blob = await photo(one.key);
        if (blob) {
          const made = figure(URL.createObjectURL(blob));
          stands(made, one);
          if (one.whole) void lessen(made, one.key, new File([blob], one.name, { type: blob.type }));
        } else if (one.id) stands(figure(`/api/attachments/${encodeURIComponent(one.id)}`), one);
      }
    },
  };
}
