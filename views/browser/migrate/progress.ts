// A migration while it runs and after: a bar that moves, the result of each case, and the buttons that pause and stop it.
import { dateTime } from '../../helpers/format.js';
import { call } from '../lib/api.js';
import { busy, find, get, make, toast } from '../lib/dom.js';
import type { Item, Migration } from './types.js';

const states: Record<string, [string, string]> = {
  ready: ['可以迁移', 'done'], waiting: ['等待', 'still'], moving: ['正在迁移', 'work'], moved: ['已迁移', 'done'], refused: ['没有迁成', 'late'], ended: ['已先办结', 'still'], left: ['未迁移', 'still'],
};
const titles: Record<string, string> = { running: '正在迁移', paused: '已暂停', stopped: '已停止', done: '迁移完成', dry: '预检结果' };
const modes: Record<string, string> = { dry: '预检', one: '试迁一件', rest: '迁移' };

export const isOpen = ({ state }: Migration): boolean => state === 'running' || state === 'paused';

function told({ counts, total, state }: Migration): string {
  if (state === 'dry') return `共 ${total} 件，可以迁移 ${counts.ready} 件，不能 ${counts.refused} 件`;
  const rest = counts.waiting + counts.moving;
  return [`已迁移 ${counts.moved} / ${total} 件`, ...(rest ? [`还有 ${rest} 件`] : []), ...(counts.refused ? [`没有迁成 ${counts.refused} 件`] : []), ...(counts.ended ? [`已先办结 ${counts.ended} 件`] : []), ...(counts.left ? [`停止后未迁移 ${counts.left} 件`] : [])].join('，');
}

function itemLine({ caseNo, title, version, state, hindrances, said }: Item): HTMLElement {
  const [word, tone] = states[state] ?? [state, 'still'];
  return make('li', { class: 'ld-item' }, make('div', { class: 'ld-item-main' },
    make('span', { class: 'ld-item-head' }, make('b', {}, title), make('span', { class: `ld-tag ld-${tone}` }, word)),
    make('span', { class: 'ld-item-meta' }, make('a', { class: 'ld-mono', href: `/cases/${encodeURIComponent(caseNo)}` }, caseNo), make('span', {}, `原在第 ${version} 版`)),
    ...(state === 'refused' ? [...(said ? [said] : []), ...hindrances.map(({ text }) => text)].map((text) => make('p', { class: 'ld-migrate-why' }, `${text}。`)) : [])));
}

export interface Progress { show(migration: Migration): Promise<void>; refresh(): Promise<Migration | undefined>; past(items: Migration[]): void }

/** @param changed called after a turn, and when the shown migration has come to its end */
export function progress(path: string, changed: () => void): Progress {
  const host = get('[data-progress]');
  let current: Migration | undefined;
  let size = 10;

  async function refresh(): Promise<Migration | undefined> {
    if (!current) return undefined;
    const { migration, total, items } = await call<{ migration: Migration; total: number; items: Item[] }>('GET', `${path}/${current.id}?size=${size}`);
    const over = isOpen(current) && !isOpen(migration);
    current = migration;
    host.hidden = false;
    get('h2', host).textContent = `${titles[migration.state] ?? ''} · 到第 ${migration.toVersion} 版`;
    const bar = get<HTMLProgressElement>('[data-bar]', host);
    bar.hidden = migration.state === 'dry';
    bar.max = Math.max(1, migration.total);
    bar.value = migration.total - migration.counts.waiting - migration.counts.moving;
    get('[data-told]', host).textContent = told(migration);
    get('[data-results]', host).replaceChildren(...items.map(itemLine));
    get('[data-more]', host).hidden = items.length >= total || size >= 100;
    const shown: Record<string, boolean> = { pause: migration.state === 'running', resume: migration.state === 'paused', stop: isOpen(migration) };
    host.querySelectorAll<HTMLButtonElement>('[data-turn]').forEach((button) => { button.hidden = !shown[button.dataset.turn!]; });
    if (over) changed();
    return migration;
  }

  host.querySelectorAll<HTMLButtonElement>('[data-turn]').forEach((button) => button.addEventListener('click', () => busy(button, async () => {
    try {
      await call('POST', `${path}/${current!.id}/${button.dataset.turn}`, {});
    } catch (error) {
      toast((error as Error).message);
    }
    await refresh();
    changed();
  })));
  get('[data-more]', host).addEventListener('click', () => { size = Math.min(100, size + 30); void refresh(); });

  return {
    async show(migration) { current = migration; size = 10; await refresh(); },
    refresh,
    past(items) {
      const list = get('[data-past]');
      if (items.length === 0) return list.replaceChildren(make('li', { class: 'ld-item' }, make('span', { class: 'ld-item-main text-secondary' }, '还没有迁移过。')));
      list.replaceChildren(...items.map((one) => {
        const button = make('button', { type: 'button', class: 'ld-item-main ld-migrate-past' },
          make('span', { class: 'ld-item-head' }, make('b', {}, `${modes[one.mode]} · 到第 ${one.toVersion} 版`), make('span', { class: `ld-tag ld-${one.state === 'done' ? 'done' : one.state === 'running' ? 'work' : 'still'}` }, titles[one.state] ?? one.state)),
          make('span', { class: 'ld-item-text' }, told(one)), make('span', { class: 'ld-item-text' }, `原因：${one.reason}`), make('span', { class: 'ld-item-meta' }, make('span', {}, one.by.name ?? ''), make('span', {}, dateTime(one.at))));
        button.addEventListener('click', () => { void this.show(one).then(() => find('[data-progress]')?.scrollIntoView({ behavior: 'smooth', block: 'start' })); });
        return make('li', { class: 'ld-item' }, button);
      }));
    },
  };
}
