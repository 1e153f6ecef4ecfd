// Keys for whoever works without a mouse: a few letters on lists of tasks and on a task, never while somebody types; `?` shows them, and they can be switched off.
import { find, toast } from './dom.js';

type Keys = Record<string, () => void>;

const OFF = 'liandong.keys-off';
const off = (): boolean => { try { return localStorage.getItem(OFF) === '1'; } catch { return false; } };

/** After `g`: where to go. */
const places: Record<string, string> = { t: '/tasks', r: '/report', c: '/cases', m: '/map', n: '/notices' };
/** For so long the second letter is waited for, milliseconds. */
const WAIT = 1_500;

/** Whether a key pressed there is typing; a box that is ticked takes no letters, so that a key right after ticking one still counts. */
const types = (target: EventTarget | null): boolean => target instanceof Element
  && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox], [role=combobox], [role=listbox]') !== null;

function help(): void {
  const dialog = find<HTMLDialogElement>('[data-dialog-of=keys]');
  if (!dialog || dialog.open) return;
  const box = find<HTMLInputElement>('[data-keys-on]', dialog);
  if (box) box.checked = !off();
  dialog.showModal();
}

/** @param keys what each key does on this page, by `KeyboardEvent.key` */
export function keys(own: Keys): void {
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || types(event.target) || find('dialog[open]')) return;
    if (event.key === '?') {
      event.preventDefault();
      return help();
    }
    if (off()) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (performance.now() < going) {
      going = 0;
      if (places[key]) {
        event.preventDefault();
        location.href = places[key];
      }
      return;
    }
    if (key === 'g') going = performance.now() + WAIT;
    const run = Object.hasOwn(own, key) ? own[key] : undefined;
    if (!run) return;
    event.preventDefault();
    run();
  });
  find('[data-keys]')?.addEventListener('click', help);
  find('[data-dialog-of=keys] [data-close]')?.addEventListener('click', () => find<HTMLDialogElement>('[data-dialog-of=keys]')?.close());
  find<HTMLInputElement>('[data-keys-on]')?.addEventListener('change', ({ currentTarget }) => {
    try {
      if ((currentTarget as HTMLInputElement).checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, '1');
    } catch {
      toast('这个浏览器不让记住，关掉页面后会恢复。');
    }
  });
}

const rows = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('[data-list] .ld-item-main')];
const rowHere = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('[data-list] .ld-item') ?? null;

/** Goes up or down in the list; it ends at its ends. */
function step(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.closest('.ld-item') === rowHere());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function claim(): void {
  const button = rowHere()?.querySelector<HTMLButtonElement>('[data-claim]');
  if (button) button.click();
  else toast(rowHere() ? '这项任务不用认领，按回车打开。' : '先用 J、K 选中一项任务。');
}

const search = (): void => { const box = find<HTMLInputElement>('#q'); box?.focus(); box?.select(); };
const press = (selector: string) => (): void => { find<HTMLElement>(selector)?.click(); };

/** The keys of a list of tasks. Arrows move only from a row, so that they scroll the page otherwise. */
export function listKeys(): void {
  const tabs = [...document.querySelectorAll<HTMLAnchorElement>('.ld-switch a')].map((_, n) => [String(n + 1), press(`.ld-switch a:nth-child(${n + 1})`)] as const);
  keys({
    j: () => step(1), k: () => step(-1), c: claim, '/': search, x: () => rowHere()?.querySelector<HTMLInputElement>('[data-select]')?.click(),
    ']': press('.ld-pager [rel=next]'), '[': press('.ld-pager [rel=prev]'), ...Object.fromEntries(tabs),
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target === find('#q')) (event.target as HTMLElement).blur();
    if (!['ArrowDown', 'ArrowUp'].includes(event.key) || off() || event.ctrlKey || event.metaKey || event.altKey || types(event.target) || !rowHere() || find('dialog[open]')) return;
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  });
}

/** The keys of a task. */
export function taskKeys(): void {
  const form = (): void => { const field = [...document.querySelectorAll<HTMLElement>('#form input, #form textarea, #form select')].find((each) => !(each as HTMLInputElement).disabled && each.offsetParent); field?.focus(); };
  keys({ c: press('[data-claim]'), f: form, m: () => find('#comment')?.focus(), a: press('[data-acts] > summary'), u: () => { location.href = '/tasks'; } });
}
