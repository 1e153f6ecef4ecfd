// Photos of a report: shrunk, uploaded as soon as they are taken, shown with how far each is; a failed one can be sent again.
import { Refused, upload } from './api.js';
import { get, make } from './dom.js';
import { shrink } from './shrink.js';

export interface Shots { ids(): string[]; sending(): boolean; restore(ids: string[]): void }
const MOST = 9;

export function shots(list: HTMLElement, form: HTMLFormElement, changed: () => void): Shots {
  const template = get<HTMLTemplateElement>('#shot');
  const figures = () => [...list.querySelectorAll<HTMLElement>('.ld-shot')];

  function figure(src: string): HTMLElement {
    const made = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const image = get<HTMLImageElement>('img', made);
    image.src = src;
    image.alt = `照片 ${figures().length + 1}`;
    get('.ld-x', made).addEventListener('click', () => {
      made.remove();
      if (src.startsWith('blob:')) URL.revokeObjectURL(src);
      changed();
    });
    list.append(made);
    return made;
  }

  function done(made: HTMLElement, id: string): void {
    made.dataset.id = id;
    delete made.dataset.sending;
    get('progress', made).hidden = true;
  }

  async function send(made: HTMLElement, blob: Blob, name: string): Promise<void> {
    const words = get('figcaption', made);
    made.dataset.sending = '1';
    words.replaceChildren();
    try {
      const { id } = await upload(blob, name, (percent) => { get<HTMLProgressElement>('progress', made).value = percent; });
      done(made, id);
      changed();
    } catch (error) {
      delete made.dataset.sending;
      const again = make('button', { type: 'button', class: 'btn' }, '重传');
      again.addEventListener('click', () => void send(made, blob, name));
      words.append(make('span', { class: 'ld-problem', role: 'alert' }, error instanceof Refused ? error.problems[0]?.message ?? error.message : '没有传上去'), again);
    }
  }

  form.querySelectorAll<HTMLInputElement>('[data-pick]').forEach((input) => input.addEventListener('change', () => {
    const files = [...(input.files ?? [])].slice(0, MOST - figures().length);
    input.value = '';
    for (const file of files) {
      const made = figure(URL.createObjectURL(file));
      made.dataset.sending = '1';
      void shrink(file).then(({ blob, name }) => send(made, blob, name));
    }
  }));

  return {
    ids: () => figures().flatMap(({ dataset }) => dataset.id ?? []),
    sending: () => figures().some(({ dataset }) => dataset.sending),
    restore: (ids) => ids.forEach((id) => done(figure(`/api/attachments/${encodeURIComponent(id)}`), id)),
  };
}
