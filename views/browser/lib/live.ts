// Keeps the parts of a page that are marked `data-live` as the server would draw them now, without moving anything else.

/** Somebody is reading or writing inside: replacing it would take that away from them. */
const inUse = (part: Element): boolean => part.contains(document.activeElement) && document.activeElement?.matches('input, textarea, select, summary') === true;

async function swap(): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  // A redirect is the sign-in page: leave what is shown readable.
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = fresh.querySelector('meta[name=now]')?.getAttribute('content');
  if (now) document.querySelector('meta[name=now]')?.setAttribute('content', now);
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${CSS.escape(part.getAttribute('data-live')!)}"]`);
    if (!next || next.innerHTML === drawn.get(part) || inUse(part)) continue;
    const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
    part.innerHTML = next.innerHTML;
    if (opened.length) part.querySelectorAll('details').forEach((details, n, all) => { details.open = opened[n - all.length + opened.length] ?? details.open; });
    drawn.set(part, next.innerHTML);
  }
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

export function live(seconds: number): void {
  const parts = document.querySelectorAll('[data-live]');
  if (parts.length === 0) return;
  parts.forEach((part) => drawn.set(part, part.innerHTML));
  every(seconds, swap);
}
