// Notices while a task's page is open that the task was taken, given on or ended, and says so; what is typed is not touched.
import { dateTime } from '../../helpers/format.js';
import { call } from '../lib/api.js';
import { find, make } from '../lib/dom.js';
import { whenChanged } from '../lib/changes.js';

interface Stand { state: string; holder?: string; holderName?: string; at?: string; by?: string }
export interface Known { key: string; state: string; holder?: string; person: string; canFill: boolean }

/** What happened to it, in words; nothing when it stands as it stood. */
function changed(before: Known, now: Stand): string | undefined {
  const when = now.at ? `${dateTime(now.at)} ` : '';
  if (now.state !== before.state) {
    if (now.state === 'submitted' || now.state === 'completed') return `${now.by ?? '同事'} ${when}已提交这项任务。`;
    if (now.state === 'withdrawn') return '这项任务已撤回，不需要再办。';
  }
  if (now.holder === before.holder) return undefined;
  if (!now.holder) return '这项任务已退回，等待认领。';
  return now.holder === before.person ? '这项任务已交给您办理。' : `${now.holderName ?? '同事'} ${when}接手了这项任务。`;
}

/** @param lost what a page does on which somebody is filling it in */
export function watchStand(known: Known, lost: (words: string) => void): void {
  let said = '';
  whenChanged(async () => {
    const words = changed(known, await call<Stand>('GET', `/tasks/${known.key}/stand`));
    if (!words || words === said) return;
    said = words;
    if (known.canFill) return lost(words);
    const host = find('[data-changed]');
    if (!host) return;
    const look = make('button', { type: 'button', class: 'btn' }, '看现在的情况');
    look.addEventListener('click', () => location.reload());
    host.className = 'ld-alert ld-alert-soon';
    host.setAttribute('role', 'status');
    host.replaceChildren(make('div', {}, make('b', {}, words), make('p', {}, look)));
    host.hidden = false;
  });
}
