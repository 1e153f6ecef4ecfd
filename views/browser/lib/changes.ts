// Tells a page as soon as something changed for whoever looks at it: one stream a tab, resumed where it broke off; without it the page is looked at again every minute.

/** What changed: something of one's own, of one's groups, of one's units, of the case that is looked at, or perhaps anything. */
export type Part = 'mine' | 'groups' | 'units' | 'case' | 'all';
type Work = (parts: ReadonlySet<Part>) => Promise<void>;

/** Between two looks at the same, milliseconds; a slow server is asked less often. */
const PAUSE = 1_000;
const SHARE = 4;
/** What only concerns one's units may wait on a page about something else. */
const UNITS_PAUSE = 8_000;
/** Looks without the stream. */
const WITHOUT = 60_000;
/** A hidden tab gives its connection back after so long: a browser has six for all tabs. */
const HIDDEN = 30_000;
const AGAIN = 5_000;
const LONGEST = 60_000;

const meta = (name: string): string | undefined => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content || undefined;
const watches = meta('watches');
let known = meta('changes');
/** Whether this page hears of changes at all: somebody is signed in. */
export const hears = known !== undefined;

const works: Work[] = [];
let source: EventSource | undefined;
let over = false;
let retry = AGAIN;
let retryTimer: ReturnType<typeof setTimeout> | undefined;
let hideTimer: ReturnType<typeof setTimeout> | undefined;

const pending = new Set<Part>();
let timer: ReturnType<typeof setTimeout> | undefined;
let due = 0;
let running = false;
let rest = 0;

const slow = (): boolean => pending.size === 1 && pending.has('units') && !document.querySelector('[data-live-units]');

function plan(): void {
  if (pending.size === 0 || running || document.visibilityState === 'hidden') return;
  const now = performance.now();
  const at = Math.max(now, rest) + (slow() ? UNITS_PAUSE : 0);
  if (timer && due <= at) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(() => void run(), at - now);
}

async function run(): Promise<void> {
  timer = undefined;
  if (document.visibilityState === 'hidden') return;
  const parts = new Set(pending);
  pending.clear();
  running = true;
  const from = performance.now();
  const done = await Promise.allSettled(works.map((work) => work(parts)));
  running = false;
  const failed = done.some(({ status }) => status === 'rejected');
  rest = performance.now() + Math.max(failed ? AGAIN : PAUSE, (performance.now() - from) * SHARE);
  if (failed) parts.forEach((part) => pending.add(part));
  plan();
}

/** Has the page looked at again soon. */
export function lookAgain(...parts: Part[]): void {
  parts.forEach((part) => pending.add(part));
  plan();
}

function close(): void {
  clearTimeout(retryTimer);
  source?.close();
  source = undefined;
}

function open(): void {
  if (source || over || !hears || works.length === 0) return;
  clearTimeout(retryTimer);
  const query = new URLSearchParams({ after: known!, ...(watches ? { case: watches } : {}) });
  const made = source = new EventSource(`/api/events?${query}`);
  made.addEventListener('open', () => { retry = AGAIN; document.documentElement.dataset.stream = 'open'; });
  made.addEventListener('change', (event) => {
    if (event.lastEventId) known = event.lastEventId;
    lookAgain(...(JSON.parse(event.data) as { parts: Part[] }).parts);
  });
  // signed out, perhaps in another tab: only somebody who comes back tries again
  made.addEventListener('over', () => { over = true; close(); });
  made.addEventListener('error', () => {
    delete document.documentElement.dataset.stream;
    // otherwise the browser tries again by itself
    if (made.readyState !== EventSource.CLOSED || made !== source) return;
    close();
    retryTimer = setTimeout(open, retry);
    retry = Math.min(LONGEST, retry * 2);
  });
}

function begin(): void {
  setInterval(() => { if (source?.readyState !== EventSource.OPEN) lookAgain('all'); }, WITHOUT);
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hideTimer);
    if (document.visibilityState === 'hidden') hideTimer = setTimeout(close, HIDDEN);
    else {
      over = false;
      open();
      plan();
    }
  });
  // a connection that stays open keeps a page from being kept for "back"
  addEventListener('pagehide', close);
  addEventListener('pageshow', ({ persisted }) => { if (persisted) open(); });
  addEventListener('offline', close);
  addEventListener('online', () => { open(); lookAgain('all'); });
  if (document.visibilityState === 'visible' && navigator.onLine) open();
}

/** Has `work` done whenever something may have changed, not more than once a second and only while the page is looked at; what fails is tried again. */
export function whenChanged(work: Work): void {
  works.push(work);
  if (works.length === 1) queueMicrotask(begin);
}
