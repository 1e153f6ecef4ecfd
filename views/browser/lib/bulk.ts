// Many tasks at once: rows with a checkbox `data-select` are chosen (shift for a range, all on the page), one action goes to each, and each answers.
import { call } from './api.js';
import { openDialog, required } from './dialog-form.js';
import { find, get, make } from './dom.js';
import { drawPeople } from './people-choice.js';

type Action = 'claim' | 'release' | 'transfer' | 'assign' | 'urge';
interface Result { key: string; done: boolean; said?: string }

const actions: { id: Action; name: string; words: string; people?: boolean; reason?: string; must?: boolean }[] = [
  { id: 'claim', name: '认领', words: '认领后由您办理；别人已经认领的不受影响。' },
  { id: 'release', name: '退回', words: '退回后本组的人可以认领，您写的内容留在任务里。' },
  { id: 'transfer', name: '转派', words: '任务和已填的内容一起交给对方。', people: true, reason: '理由', must: true },
  { id: 'assign', name: '交办', words: '直接交给一个人办理；已经有人在办的须写明理由。', people: true, reason: '理由', must: false },
  { id: 'urge', name: '催办', words: '办理人马上收到紧急通知；一小时内催过的不会重复。', reason: '催办的话', must: true },
];

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('[data-select]')];
/** What a row is called: what the task is and of which matter. */
const nameOf = (key: string): string => {
  const row = find(`[data-select="${CSS.escape(key)}"]`)?.closest('li, tr');
  return [row?.querySelector('b'), row?.querySelector('.ld-item-title')].map((part) => part?.textContent?.trim()).filter(Boolean).join(' · ') || key;
};
const drawn = (name: string): Node[] => [...(document.querySelector<HTMLTemplateElement>('[data-bulk-icons]')?.content.querySelector(`[data-for="${name}"]`)?.cloneNode(true).childNodes ?? [])];

/** Begins on a page whose list has such rows and a place `data-bulk` for the bar. @param done what the page does afterwards */
export function bulk(done: () => void): void {
  const bar = find('[data-bulk]');
  if (!bar) return;
  const chosen = new Set<string>();
  let last: string | undefined;

  const count = make('b', { role: 'status' });
  const all = make('button', { type: 'button', class: 'btn' }, '全选本页');
  const none = make('button', { type: 'button', class: 'btn' }, '取消选择');
  all.addEventListener('click', () => { boxes().forEach(({ dataset }) => chosen.add(dataset.select!)); show(); });
  none.addEventListener('click', () => { chosen.clear(); show(); });
  bar.classList.add('ld-bulk');
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', '对选中的任务');
  bar.append(count, all, none, ...actions.map((action) => {
    const button = make('button', { type: 'button', class: 'btn' }, ...drawn(action.id), action.name);
    button.addEventListener('click', () => ask(action));
    return button;
  }));

  /** Draws the selection; rows that came new with a refresh are marked again, those that are gone are no longer chosen. */
  function show(): void {
    const here = new Set(boxes().map(({ dataset }) => dataset.select!));
    for (const key of chosen) if (!here.has(key)) chosen.delete(key);
    for (const box of boxes()) {
      box.checked = chosen.has(box.dataset.select!);
      box.closest('li, tr')?.classList.toggle('is-chosen', box.checked);
    }
    bar!.hidden = chosen.size === 0;
    count.textContent = `已选 ${chosen.size} 项`;
    all.hidden = chosen.size === here.size;
  }

  document.addEventListener('click', (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>('input[data-select]');
    if (!box) return;
    const list = boxes();
    const [from, to] = [list.findIndex(({ dataset }) => dataset.select === last), list.indexOf(box)];
    const range = event.shiftKey && from >= 0 ? list.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
    for (const { dataset } of range) chosen[box.checked ? 'add' : 'delete'](dataset.select!);
    last = box.dataset.select;
    show();
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && chosen.size > 0 && !document.querySelector('dialog[open]')) { chosen.clear(); show(); } });
  // also when a key of the list's own marks a box
  document.addEventListener('change', (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>('input[data-select]');
    if (!box || chosen.has(box.dataset.select!) === box.checked) return;
    chosen[box.checked ? 'add' : 'delete'](box.dataset.select!);
    show();
  });
  new MutationObserver((changes) => { if (chosen.size > 0 && changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element && (node.matches('[data-select]') || node.querySelector('[data-select]'))))) show(); })
    .observe(document.body, { childList: true, subtree: true });

  function ask({ id, name, words, people, reason, must }: (typeof actions)[number]): void {
    const keys = [...chosen];
    const dialog = openDialog('bulk', {
      title: `${name} ${keys.length} 项任务`, words: `${words}每一项各自办理，办不了的会说明原因。`, confirm: name, must: must ?? false,
      async send(values) {
        const to = people ? required(values, 'to', '请选择办理人。') : undefined;
        const text = must ? required(values, 'reason', id === 'urge' ? '请写催办的话。' : '请写明理由，至少两个字。', 2) : String(values.get('reason') ?? '').trim();
        const { results } = await call<{ results: Result[] }>('POST', '/tasks/bulk', { action: id, keys, ...(to ? { to } : {}), ...(text.length > 1 ? { reason: text } : {}) });
        report(name, results);
      },
    });
    get('[data-bulk-people]', dialog).hidden = !people;
    get('[data-bulk-reason]', dialog).hidden = !reason;
    if (reason) get('[data-reason-label]', dialog).textContent = reason;
    if (!people) return;
    const host = get('[data-people]', dialog);
    call('GET', `/tasks/${keys[0]}/people`).then(({ items }) => drawPeople(host, items), (error: Error) => host.replaceChildren(make('p', { class: 'ld-problem' }, error.message)));
  }

  function report(name: string, results: Result[]): void {
    const refused = results.filter((result) => !result.done);
    const dialog = openDialog('bulk-result', {
      title: refused.length === 0 ? `${results.length} 项都已${name}` : `${name}：${results.length - refused.length} 项办成，${refused.length} 项没有办成`,
      send: async () => { chosen.clear(); show(); done(); },
    });
    get('[data-results]', dialog).replaceChildren(...[...refused, ...results.filter((result) => result.done)].map(({ key, done: ok, said }) => make('li', { class: ok ? 'is-done' : 'is-refused' },
      ...drawn(ok ? 'done' : 'refused'), make('span', {}, make('b', {}, nameOf(key)), make('small', {}, ok ? `已${name}` : said ?? '没有办成')))));
  }
}
