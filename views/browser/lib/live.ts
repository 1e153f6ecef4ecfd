// Keeps the parts of a page that are marked `data-live` as the server would draw them now, without moving anything else.
import { hears, lookAgain, whenChanged, type Part } from './changes.js';

/** Somebody is writing or choosing inside: replacing it would take that away from them. */
const inUse = (part: Element): boolean => part.contains(document.activeElement) && document.activeElement?.matches('input:not([type=checkbox]), textarea, select, summary') === true;

const FOCUSABLE = 'a[href], button, input, summary';
const MARKS = ['href', 'data-select', 'data-claim', 'id'];
const selectorOf = (element: Element): string | undefined => {
  const mark = MARKS.find((name) => element.hasAttribute(name));
  return mark && `${element.tagName.toLowerCase()}[${mark}="${CSS.escape(element.getAttribute(mark)!)}"]`;
};

/** Draws a part anew; whoever stands on something in it stays there, or on what has come to its place. */
function draw(part: Element, html: string): void {
  const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
  const here = part.contains(document.activeElement) ? document.activeElement! : undefined;
  const [selector, index] = here ? [selectorOf(here), [...part.querySelectorAll(FOCUSABLE)].indexOf(here)] : [];
  part.innerHTML = html;
  if (opened.length) part.querySelectorAll('details').forEach((details, n, all) => { details.open = opened[n - all.length + opened.length] ?? details.open; });
  if (!here) return;
  const all = [...part.querySelectorAll<HTMLElement>(FOCUSABLE)];
  ((selector && part.querySelector<HTMLElement>(selector)) || all[Math.min(index!, all.length - 1)])?.focus({ preventScroll: true });
}

let pressed = false;

async function swap(): Promise<void> {
  // what a finger is on must not move under it
  if (pressed) return lookAgain('all');
  const answer = await fetch(location.href, { headers: { accept: 'text/html', 'x-liandong-background': '1' }, credentials: 'same-origin' });
  // A redirect is the sign-in page: leave what is shown readable.
  if (answer.redirected) return;
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = fresh.querySelector('meta[name=now]')?.getAttribute('content');
  if (now) document.querySelector('meta[name=now]')?.setAttribute('content', now);
  if (pressed) return lookAgain('all');
  let left = false;
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${CSS.escape(part.getAttribute('data-live')!)}"]`);
    if (!next || next.innerHTML === drawn.get(part)) continue;
    if (inUse(part)) left = true;
    else {
      draw(part, next.innerHTML);
      drawn.set(part, next.innerHTML);
    }
  }
  if (left) setTimeout(() => lookAgain('all'), 4_000);
}

const drawn = new WeakMap<Element, string>();

/** Runs `work` again and again while the page is looked at; a failure waits for the next turn. */
export function every(seconds: number, work: () => Promise<void>): void {
  const turn = async (): Promise<void> => {
    if (document.visibilityState === 'visible') await work().catch(() => undefined);
    setTimeout(turn, seconds * 1000);
  };
  setTimeout(turn, seconds * 1000);
}

/** The number of unread notices, wherever it stands on a page. */
async function bell(parts: ReadonlySet<Part>): Promise<void> {
  if (!['mine', 'groups', 'all'].some((part) => parts.has(part as Part))) return;
  const answer = await fetch('/api/session', { headers: { accept: 'application/json', 'x-liandong-background': '1' }, credentials: 'same-origin' });
  if (!answer.ok) return;
  const { unread } = await answer.json() as { unread: number };
  for (const mark of document.querySelectorAll<HTMLElement>('[data-unread]')) {
    mark.textContent = unread ? String(unread) : '';
    mark.hidden = !unread;
  }
  document.querySelectorAll('[data-bell]').forEach((link) => link.setAttribute('aria-label', `通知，${unread} 条未读`));
}

/** @param polled seconds between two looks at a page that no change is told of; absent: it is */
export function live(polled?: number): void {
  const parts = document.querySelectorAll('[data-live]');
  parts.forEach((part) => drawn.set(part, part.innerHTML));
  addEventListener('pointerdown', () => { pressed = true; });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { setTimeout(() => { pressed = false; }, 50); });
  if (hears) whenChanged(bell);
  if (parts.length === 0) return;
  if (hears && !polled) whenChanged(swap);
  else every(polled ?? 20, swap);
}
