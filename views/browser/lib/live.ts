// Keeps a page as the server would draw it now: told by the stream of changes, or by looking again and again while there is none.

/** What the page's bundles hear when something they show may have changed. */
const CHANGED = 'liandong:changed';
/** The least between two looks, milliseconds. */
const PAUSE = 1_000;
/** Between two looks that heal what was missed, seconds; and while there is no stream. */
const HEAL = 30;
const WITHOUT_STREAM = 8;

const visible = (): boolean => document.visibilityState === 'visible';

/** Runs `work` when something changed and somebody looks, never twice at once and with a pause between; what comes meanwhile is one more turn. */
export function whenChanged(work: () => Promise<void>): void {
  let running = false;
  let again = false;
  const turn = async (): Promise<void> => {
    if (running || !visible()) { again = true; return; }
    running = true;
    again = false;
    await work().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    running = false;
    if (again) void turn();
  };
  document.addEventListener(CHANGED, () => void turn());
}

/** Runs `work` again and again while the page is looked at; a failure waits for the next turn. */
export function every(seconds: number, work: () => Promise<void>): void {
  const turn = async (): Promise<void> => {
    if (visible()) await work().catch(() => undefined);
    setTimeout(turn, seconds * 1000);
  };
  setTimeout(turn, seconds * 1000);
}

const drawn = new WeakMap<Element, string>();
/** A part was left as it was because somebody was in it. */
let skipped = false;

/** Somebody is writing or choosing inside: replacing it would take that away from them. */
const inUse = (part: Element): boolean => part.contains(document.activeElement) && document.activeElement?.matches('input:not([type=checkbox]), textarea, select, summary') === true;

/** How the focused element inside a part is found again after it was drawn anew. */
function focusIn(part: Element): string | undefined {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const name = ['id', 'data-select', 'data-claim', 'href'].find((each) => focused?.hasAttribute(each));
  return name && `[${name}="${CSS.escape(focused!.getAttribute(name)!)}"]`;
}

async function swap(): Promise<void> {
  const parts = document.querySelectorAll('[data-live]');
  const answer = await fetch(location.href, { headers: { accept: 'text/html', 'x-liandong-background': '1' }, credentials: 'same-origin' });
  // A redirect is the sign-in page: leave what is shown readable.
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = fresh.querySelector('meta[name=now]')?.getAttribute('content');
  if (now) document.querySelector('meta[name=now]')?.setAttribute('content', now);
  for (const part of parts) {
    const next = fresh.querySelector(`[data-live="${CSS.escape(part.getAttribute('data-live')!)}"]`);
    if (!next || next.innerHTML === drawn.get(part)) continue;
    if (inUse(part)) { skipped = true; continue; }
    const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
    const focused = focusIn(part);
    part.innerHTML = next.innerHTML;
    if (next.hasAttribute('aria-label')) part.setAttribute('aria-label', next.getAttribute('aria-label')!);
    if (opened.length) part.querySelectorAll('details').forEach((details, n, all) => { details.open = opened[n - all.length + opened.length] ?? details.open; });
    if (focused) part.querySelector<HTMLElement>(focused)?.focus();
    drawn.set(part, next.innerHTML);
  }
}

/** Begins on a page of somebody who is signed in: its parts `data-live` stay current, and so does whatever else listens. A hidden page needs no stream and catches up when it is looked at again. */
export function live(signedIn: boolean): void {
  const parts = document.querySelectorAll('[data-live]');
  if (parts.length === 0) return;
  parts.forEach((part) => drawn.set(part, part.innerHTML));
  whenChanged(swap);
  const changed = (): void => void document.dispatchEvent(new Event(CHANGED));
  const about = document.querySelector<HTMLElement>('[data-follow]')?.dataset.follow;
  let stream: EventSource | undefined;
  let last = Date.now();
  /** The number that was told last: a page that was hidden goes on from there. */
  let number = '';
  let retry = 0;

  const close = (): void => { stream?.close(); stream = undefined; };
  const open = (): void => {
    if (!signedIn || stream || !visible() || Date.now() < retry) return;
    const query = new URLSearchParams({ ...(about ? { about } : {}), ...(number ? { from: number } : {}) });
    stream = new EventSource(`/api/events?${query}`);
    stream.addEventListener('changed', ({ lastEventId }) => { number = lastEventId || number; last = Date.now(); changed(); });
    stream.addEventListener('error', () => {
      // the browser comes back by itself after a lost connection, but not after a refusal
      if (stream?.readyState !== EventSource.CLOSED) return;
      close();
      retry = Date.now() + 20_000;
    });
  };
  open();
  document.addEventListener('visibilitychange', () => { if (visible()) { open(); changed(); } else close(); });
  addEventListener('pagehide', close);
  document.addEventListener('focusout', () => { if (skipped) { skipped = false; setTimeout(changed, 50); } });
  setInterval(() => {
    open();
    if (!visible() || Date.now() - last < (stream?.readyState === EventSource.OPEN ? HEAL : WITHOUT_STREAM) * 1000) return;
    last = Date.now();
    changed();
  }, 2_000);
}
