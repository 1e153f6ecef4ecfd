// Two diagrams side by side with the differences marked; they are moved and zoomed together.
import Navigated from 'bpmn-js/lib/NavigatedViewer.js';
import type { Change, Kind } from './comparison.js';
import type { Sentence } from './comparison-list.js';
import { get, make } from './dom.js';

// Its types are written for another kind of module.
const NavigatedViewer = Navigated as unknown as new (options: object) => { get(name: string): any; importXML(xml: string): Promise<unknown>; clear(): void; on(event: string, heard: (event: any) => void): void };
type SideName = 'left' | 'right';
interface Pane { side: SideName; host: HTMLElement; viewer: InstanceType<typeof NavigatedViewer>; canvas: any; registry: any; drawn: boolean }
export interface Diagrams { draw(left: string | undefined, right: string | undefined, sentences: Sentence[]): Promise<void>; show(change: Change): void }

/** With more sentences than this their numbers would hide the drawing when it is seen from afar. */
const CROWDED = 15;
/** What counts more is shown. */
const weight: Record<Kind, number> = { moved: 0, changed: 1, added: 2, removed: 2 };

/** The ids that a change marks on one side. */
function marked(change: Change, side: SideName): string[] {
  if ((change.kind === 'added' && side === 'left') || (change.kind === 'removed' && side === 'right')) return [];
  const own = side === 'left' ? change.leftElement ?? change.element : change.element;
  return [...(own === undefined ? [] : [own]), ...(change.elements ?? [])];
}

export function openDiagrams(root: HTMLElement, signal: AbortSignal, clicked: (element: string, side: SideName) => void): Diagrams {
  const frame = get('[data-panes]', root);
  let following = false;
  // how far the right drawing is from the left one: what is the same may lie elsewhere
  let offset = { x: 0, y: 0 };

  const panes = (['left', 'right'] as const).map((side): Pane => {
    const host = get(`[data-pane=${side}] [data-canvas]`, root);
    host.replaceChildren();
    const viewer = new NavigatedViewer({ container: host });
    return { side, host, viewer, canvas: viewer.get('canvas'), registry: viewer.get('elementRegistry'), drawn: false };
  });
  const [left, right] = panes as [Pane, Pane];
  const other = (pane: Pane): Pane => (pane === left ? right : left);
  const isShown = ({ host }: Pane): boolean => host.clientWidth > 0;

  function follow(pane: Pane): void {
    const to = other(pane);
    if (following || !pane.drawn || !to.drawn || !isShown(pane) || !isShown(to)) return;
    following = true;
    const { x, y, scale } = pane.canvas.viewbox();
    const by = pane === left ? 1 : -1;
    const { width, height } = to.canvas.viewbox().outer;
    to.canvas.viewbox({ x: x + by * offset.x, y: y + by * offset.y, width: width / scale, height: height / scale });
    following = false;
  }

  const centre = (element: any): { x: number; y: number } => {
    const points = element.waypoints as { x: number; y: number }[] | undefined;
    if (!points) return { x: element.x + element.width / 2, y: element.y + element.height / 2 };
    const [one, two] = [points[Math.floor((points.length - 1) / 2)]!, points[Math.floor(points.length / 2)]!];
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
  };

  function look({ canvas }: Pane, { x, y }: { x: number; y: number }, scale: number): void {
    const { width, height } = canvas.viewbox().outer;
    canvas.viewbox({ x: x - width / scale / 2, y: y - height / scale / 2, width: width / scale, height: height / scale });
  }

  function fit(): void {
    offset = { x: 0, y: 0 };
    const first = panes.find((pane) => pane.drawn && isShown(pane));
    first?.canvas.zoom('fit-viewport', 'auto');
    if (first) follow(first);
  }

  async function importInto(pane: Pane, xml: string | undefined): Promise<void> {
    pane.drawn = false;
    pane.host.removeAttribute('data-said');
    pane.viewer.clear();
    if (xml === undefined) return pane.host.setAttribute('data-said', '这一边没有这个文件');
    try {
      await pane.viewer.importXML(xml);
      pane.drawn = true;
    } catch {
      pane.host.setAttribute('data-said', '这一边的流程图画不出来');
    }
  }

  function mark(pane: Pane, sentences: Sentence[]): void {
    const kinds = new Map<string, Kind>();
    const numbers = new Map<string, number[]>();
    for (const { change, number } of sentences) {
      const ids = marked(change, pane.side);
      for (const id of ids) if (weight[change.kind] >= weight[kinds.get(id) ?? 'moved']) kinds.set(id, change.kind);
      if (ids[0] && change.kind !== 'moved') numbers.set(ids[0], [...(numbers.get(ids[0]) ?? []), number]);
    }
    for (const [id, kind] of kinds) {
      const element = pane.registry.get(id);
      if (!element) continue;
      const isFrame = !element.waypoints && element.children?.some((child: any) => child.type !== 'label');
      pane.canvas.addMarker(id, `is-${kind}`);
      if (isFrame) pane.canvas.addMarker(id, 'is-frame');
      const said = numbers.get(id);
      if (!said) continue;
      const text = said.length > 3 ? `${said[0]}–${said.at(-1)}` : said.join('、');
      const points: { x: number; y: number }[] | undefined = element.waypoints;
      // on a connection the number stands at its middle, counted from the corner of its bounds
      const position = points ? { left: centre(element).x - Math.min(...points.map(({ x }) => x)) - 9, top: centre(element).y - Math.min(...points.map(({ y }) => y)) - 9 } : { left: -9, top: -12 };
      pane.viewer.get('overlays').add(id, 'difference', { position, scale: { min: 0.9, max: 1.2 }, show: { minZoom: sentences.length > CROWDED ? 0.35 : 0 }, html: make('span', { class: `ld-compare-number ld-change-${kind}` }, text) });
    }
  }

  for (const pane of panes) {
    pane.viewer.on('canvas.viewbox.changed', () => follow(pane));
    pane.viewer.on('element.click', ({ element }) => { if (element.type !== 'bpmn:Process') clicked(String(element.labelTarget?.id ?? element.id), pane.side); });
  }
  const base = (): Pane => panes.find((pane) => pane.drawn && isShown(pane)) ?? left;
  const zooms: Record<string, () => void> = { in: () => base().viewer.get('zoomScroll').stepZoom(1), out: () => base().viewer.get('zoomScroll').stepZoom(-1), fit };
  root.querySelectorAll<HTMLButtonElement>('[data-zoom]').forEach((button) => button.addEventListener('click', () => zooms[button.dataset.zoom!]?.(), { signal }));

  /** On a phone one side is seen at a time. */
  function turnTo(side: SideName): void {
    const before = base();
    const { x, y, scale } = before.canvas.viewbox();
    frame.dataset.shown = side;
    root.querySelectorAll<HTMLElement>('[data-which]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.which === side)));
    const after = side === 'left' ? left : right;
    after.canvas.resized();
    if (before === after || isShown(before) || !after.drawn) return;
    const by = before === left ? 1 : -1;
    const { width, height } = after.canvas.viewbox().outer;
    after.canvas.viewbox({ x: x + by * offset.x, y: y + by * offset.y, width: width / scale, height: height / scale });
  }
  root.querySelectorAll<HTMLButtonElement>('[data-which]').forEach((button) => button.addEventListener('click', () => turnTo(button.dataset.which as SideName), { signal }));
  turnTo('right');

  return {
    async draw(before, after, sentences) {
      await Promise.all([importInto(left, before), importInto(right, after)]);
      if (!right.drawn && left.drawn) turnTo('left');
      for (const pane of panes) if (pane.drawn) mark(pane, sentences);
      fit();
    },
    show(change) {
      const found = panes.map((pane) => ({ pane, element: marked(change, pane.side).map((id) => pane.registry.get(id)).find(Boolean) }));
      for (const { pane } of found) for (const element of pane.registry.filter((one: any) => pane.canvas.hasMarker(one.id, 'is-chosen'))) pane.canvas.removeMarker(element.id, 'is-chosen');
      for (const { pane, element } of found) if (element) pane.canvas.addMarker(element.id, 'is-chosen');
      const [onLeft, onRight] = found.map(({ element }) => element && centre(element));
      if (onLeft && onRight) offset = { x: onRight.x - onLeft.x, y: onRight.y - onLeft.y };
      const target = found.find(({ pane, element }) => element && isShown(pane)) ?? found.find(({ element }) => element);
      if (!target) return;
      if (!isShown(target.pane)) turnTo(target.pane.side);
      const scale = Math.min(1, Math.max(0.7, target.pane.canvas.zoom()));
      look(target.pane, centre(target.element), scale);
    },
  };
}
