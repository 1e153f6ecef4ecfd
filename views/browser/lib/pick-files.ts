// Files that go with a few words (a remark, an answer): each is uploaded at once, the words carry only ids.
import { upload } from './api.js';
import { find, get, make, toast } from './dom.js';
import { shrink } from './shrink.js';

export interface Picked { ids(): string[]; sending(): boolean; clear(): void }
const MOST = 9;

/** @param within holds the partial `pick-files` */
export function pickFiles(within: HTMLElement): Picked {
  const host = get('[data-files]', within);
  const list = get('ul', host);
  const input = get<HTMLInputElement>('input', host);

  async function send(file: File): Promise<void> {
    const bar = make('progress', { max: '100', value: '0', 'aria-label': `${file.name} 上传进度` });
    const remove = make('button', { type: 'button', class: 'ld-x', 'aria-label': `移除 ${file.name}` }, '×');
    const item = make('li', { class: 'ld-file', 'data-sending': '1' }, make('span', {}, file.name), bar, remove);
    remove.addEventListener('click', () => item.remove());
    list.append(item);
    try {
      const small = file.type.startsWith('image/') ? await shrink(file) : { blob: file, name: file.name };
      const made = await upload(small.blob, small.name, (percent) => { bar.value = percent; });
      item.dataset.id = made.id;
      bar.remove();
    } catch (error) {
      const refused = error as { message: string; problems?: { message: string }[] };
      bar.replaceWith(make('span', { class: 'ld-problem', role: 'alert' }, refused.problems?.[0]?.message ?? refused.message));
    }
    delete item.dataset.sending;
  }

  if (!host.dataset.ready) {
    host.dataset.ready = '1';
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length + list.children.length > MOST) toast(`最多 ${MOST} 个附件。`);
      files.slice(0, MOST - list.children.length).forEach((file) => void send(file));
    });
  }
  return {
    ids: () => [...list.querySelectorAll<HTMLElement>('[data-id]')].map(({ dataset }) => dataset.id!), sending: () => find('[data-sending]', list) !== null, clear: () => list.replaceChildren(),
  };
}
