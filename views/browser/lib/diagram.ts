// The live diagram of an instance: drawn on the version that it runs on, marked anew every few seconds without moving.
import Navigated from 'bpmn-js/lib/NavigatedViewer.js';
import { dateTime } from '../../helpers/format.js';
import { call } from './api.js';
import { find, get, make } from './dom.js';

// Its types are written for another kind of module.
const NavigatedViewer = Navigated as unknown as new (options: object) => { get(name: string): any; importXML(xml: string): Promise<unknown>; on(event: string, heard: (event: any) => void): void };

type Counts = Record<string, { active: number; completed: number; terminated: number; moved?: number }>;
/** A version that an instance ran on; `until` for one that it has left. */
interface RanOn { definitionKey: string; version: number; now: boolean; until?: string }
export interface Standing {
  instance: { key: string; procedure: string; definitionKey: string; state: string };
  counts: Counts; flows: string[]; incidents: { elementId: string; state: string }[]; children: { key: string; calledBy?: string; state: string; startedAt: string }[];
  /** What nobody has walked yet, when that is asked for. */
  missed?: string[];
  /** What it has left aside though it is past it. */
  skipped?: string[];
}
/** As the API tells it: the versions that it ran on, and which of them this is about. */
interface Told extends Standing { versions: RanOn[]; drawn: string }
type Marks = Map<string, Set<string>>;

export interface Diagram { show(key: string): Promise<void>; refresh(): Promise<void>; draw(id: string): Promise<void>;
  /** Has somebody choose one of these elements by clicking it; nothing is asked for any more when it is called without. */
  choose(ids?: string[], chosen?: (id: string) => void): void;
  paint(xml: string, now: Standing): Promise<void> }

/** A sub-process that is drawn open holds elements of its own: it is framed, not filled, and never "where it stands". */
const isFrame = (element: any): boolean => /SubProcess|Participant|Lane/.test(element?.type ?? '') && element.children?.some((child: any) => child.type !== 'label');

/** Which marks each element carries now. */
function marksOf({ counts, flows, incidents, children, missed = [], skipped = [] }: Standing): Marks {
  const marks: Marks = new Map();
  const add = (id: string, mark: string) => marks.set(id, (marks.get(id) ?? new Set()).add(mark));
  for (const [id, { active, completed, terminated, moved }] of Object.entries(counts)) {
    if (active) add(id, 'is-active');
    else if (moved) add(id, 'is-moved');
    else if (completed) add(id, 'is-done');
    else if (terminated) add(id, 'is-ended');
  }
  flows.forEach((id) => add(id, 'is-taken'));
  incidents.filter(({ state }) => state === 'open').forEach(({ elementId }) => add(elementId, 'is-broken'));
  missed.forEach((id) => add(id, 'is-missed'));
  skipped.forEach((id) => add(id, 'is-skipped'));
  children.forEach(({ calledBy }) => { if (calledBy) add(calledBy, 'is-door'); });
  return marks;
}

/** @param opened called when somebody clicks a call activity that has a child instance */
export function diagram(host: HTMLElement, opened: (childKey: string) => void): Diagram {
  const viewer = new NavigatedViewer({ container: get('[data-canvas]', host) });
  const canvas = viewer.get('canvas') as any;
  const overlays = viewer.get('overlays') as any;
  const registry = viewer.get('elementRegistry') as any;
  let key = '';
  let drawn = '';
  /** The earlier version that somebody chose to look at; '' for the present one. */
  let version = '';
  let marked: Marks = new Map();
  let standing: Standing | undefined;
  let offered: string[] = [];
  let choice: ((id: string) => void) | undefined;

  async function importXml(path: string): Promise<void> {
    const answer = await fetch(`/api${path}`, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error('流程图读不出来');
    await viewer.importXML(await answer.text());
    marked = new Map();
    fit();
  }

  /** The whole drawing when it can be read so, else the part where the case stands. */
  function fit(): void {
    canvas.zoom('fit-viewport', 'auto');
    if (canvas.zoom() < 0.45) here();
  }

  function here(): void {
    const at = (wanted: string, type = '') => [...marked].find(([id, marks]) => marks.has(wanted) && (registry.get(id)?.type ?? '').endsWith(type))?.[0];
    // Where it stands; where it ended; where it would begin.
    const id = at('is-active') ?? at('is-moved') ?? at('is-done', 'EndEvent') ?? registry.filter(({ type, parent }: any) => type === 'bpmn:StartEvent' && !/SubProcess/.test(parent?.type ?? ''))[0]?.id;
    const element = id && registry.get(id);
    if (!element) return;
    const scale = Math.max(canvas.viewbox().outer.width < 600 ? 0.9 : 0.75, canvas.zoom());
    canvas.zoom(scale);
    const { width, height } = canvas.viewbox().outer;
    canvas.viewbox({ x: element.x + element.width / 2 - width / scale / 2, y: element.y + element.height / 2 - height / scale / 2, width: width / scale, height: height / scale });
  }

  /** Where it stands now, as one text. */
  const places = (): string => [...marked].filter(([, marks]) => marks.has('is-active')).map(([id]) => id).sort().join();

  function mark(now: Standing & Partial<Told>): void {
    const next = marksOf(now);
    for (const [id, marks] of next) if (isFrame(registry.get(id))) next.set(id, new Set(marks.has('is-active') || marks.has('is-moved') ? ['is-around'] : []));
    for (const [id, marks] of marked) for (const each of marks) if (!next.get(id)?.has(each) && registry.get(id)) canvas.removeMarker(id, each);
    for (const [id, marks] of next) for (const each of marks) if (!marked.get(id)?.has(each) && registry.get(id)) canvas.addMarker(id, each);
    marked = next;
    overlays.remove({ type: 'count' });
    for (const [id, { active, completed, moved }] of Object.entries(now.counts)) {
      const element = registry.get(id);
      if (!element || element.waypoints || isFrame(element)) continue;
      const label = active ? `在办 ${active}` : moved ? '由此迁出' : completed > 1 ? `${completed} 次` : '';
      if (label) overlays.add(id, 'count', { position: { top: -10, left: element.width / 2 - 22 }, html: make('span', { class: active ? 'ld-token is-here' : moved ? 'ld-token is-gone' : 'ld-token' }, label) });
    }
    const where = find('[data-where]', host);
    const names = [...next].filter(([, marks]) => marks.has('is-active')).map(([id]) => registry.get(id)?.businessObject).filter((each: any) => each?.name).map((each: any) => each.name as string);
    const drawnOn = now.versions?.find(({ definitionKey }) => definitionKey === now.drawn);
    if (where) where.textContent = drawnOn?.until ? `在第 ${drawnOn.version} 版上办到 ${dateTime(drawnOn.until)}` : names.length ? `现在：${names.join('、')}` : now.instance.state === 'active' ? '' : now.instance.state === 'completed' ? '已走完' : '已终止';
    get('[data-canvas]', host).setAttribute('aria-label', `流程图。${where?.textContent ?? ''}`);
  }

  /** History is drawn on the version that it ran on: a choice between them, for an instance that was moved. */
  function offerVersions({ versions, drawn: on }: Told): void {
    const bar = find('[data-versions]', host);
    if (!bar) return;
    bar.hidden = versions.length < 2;
    const shown = bar.dataset.shown ?? '';
    const now = versions.map(({ definitionKey }) => definitionKey).join();
    if (shown !== now) {
      bar.dataset.shown = now;
      bar.replaceChildren(...versions.map(({ definitionKey, version: number, now: current, until }) => {
        const button = make('button', { type: 'button', class: 'btn', 'data-version': definitionKey }, `第 ${number} 版（${current ? '现在' : `到 ${dateTime(until)}`}）`);
        button.addEventListener('click', () => { version = current ? '' : definitionKey; void refresh(); });
        return button;
      }));
    }
    bar.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.version === on)));
  }

  async function refresh(): Promise<void> {
    if (!key) return;
    const wanted = key;
    const on = version;
    const now = await call<Told>('GET', `/instances/${wanted}${on ? `?definitionKey=${on}` : ''}`);
    // Somebody switched to another instance or version while this answer was under way.
    if (wanted !== key || on !== version) return;
    standing = now;
    const first = drawn !== now.drawn;
    if (first) {
      await importXml(`/procedures/${encodeURIComponent(now.instance.procedure)}/xml?definitionKey=${now.drawn}`);
      drawn = now.drawn;
    }
    offerVersions(now);
    mark(now);
    if (first) fit();
  }

  viewer.on('element.click', ({ element }: any) => {
    // a name beside its symbol is as good as the symbol
    const id = (element.labelTarget ?? element).id as string;
    if (choice) return offered.includes(id) ? choice(id) : undefined;
    const children = standing?.children.filter(({ calledBy }) => calledBy === element.id) ?? [];
    const child = children.find(({ state }) => state === 'active') ?? children.at(-1);
    if (child) opened(child.key);
  });
  const zooms: Record<string, () => void> = { in: () => (viewer.get('zoomScroll') as any).stepZoom(1), out: () => (viewer.get('zoomScroll') as any).stepZoom(-1), fit: () => canvas.zoom('fit-viewport', 'auto'), here };
  host.querySelectorAll<HTMLButtonElement>('[data-zoom]').forEach((button) => button.addEventListener('click', () => zooms[button.dataset.zoom!]?.()));

  return {
    async show(next) { key = next; version = ''; await refresh(); },
    refresh,
    choose(ids = [], chosen) {
      for (const id of offered) if (registry.get(id)) canvas.removeMarker(id, 'is-choice');
      // whoever misses an element would choose the frame around it
      [offered, choice] = [ids.filter((id) => registry.get(id) && !isFrame(registry.get(id))), chosen];
      for (const id of offered) canvas.addMarker(id, 'is-choice');
      get('[data-canvas]', host).classList.toggle('is-choosing', chosen !== undefined);
    },
    async paint(xml, now) {
      const first = drawn !== xml;
      if (first) {
        await viewer.importXML(xml);
        [drawn, marked] = [xml, new Map()];
      }
      const before = places();
      mark(now);
      if (first) fit();
      // whoever plays it step by step looks where it goes
      else if (places() !== before && places()) here();
    },
    async draw(id) {
      await importXml(`/procedures/${encodeURIComponent(id)}/xml`);
      find('[data-legend]', host)?.remove();
    },
  };
}
