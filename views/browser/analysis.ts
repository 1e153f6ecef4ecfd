// The heat maps of procedure analysis: what colours them can be switched, they share one scale, and each can be exported.
import Navigated from 'bpmn-js/lib/NavigatedViewer.js';
import './lib/unit-find.js';
import { busy, find, get, make, pageData } from './lib/dom.js';
import { colours, figureText, mostOf, paint, withLegend, type Heat, type Measure } from './lib/heat.js';

// Its types are written for another kind of module.
const NavigatedViewer = Navigated as unknown as new (options: object) => { get(name: string): any; importXML(xml: string): Promise<unknown>; saveSVG(): Promise<{ svg: string }> };
interface Shown { name: string; xml: string; measures: [Measure, string][]; sides: { caption: string; heat: Heat; flows: Record<string, number> }[] }

/** What belongs to a choice is shown with it. */
document.querySelectorAll<HTMLSelectElement>('[data-opens]').forEach((select) => {
  const open = () => select.dataset.opens!.split(' ').forEach((name) => document.querySelectorAll<HTMLElement>(`[data-shown-by=${name}]`).forEach((part) => {
    const hidden = select.value !== name;
    part.hidden = hidden;
    part.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select').forEach((field) => { field.disabled = hidden; });
  }));
  select.addEventListener('change', open);
  open();
});

function save(name: string, text: string): void {
  const link = make('a', { href: URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function open({ name, xml, measures, sides }: Shown): Promise<void> {
  const select = get<HTMLSelectElement>('[data-measure]');
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const answer = await fetch(xml, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error('流程图读不出来');
  const drawing = await answer.text();
  const now = () => ({ measure: select.value as Measure, most: mostOf(sides.map(({ heat }) => heat), select.value as Measure), label: measures.find(([id]) => id === select.value)?.[1] ?? '' });
  const viewers = await Promise.all(panes.map(async (pane) => {
    const viewer = new NavigatedViewer({ container: get('[data-canvas]', pane) });
    await viewer.importXML(drawing);
    (viewer.get('canvas') as any).zoom('fit-viewport', 'auto');
    return viewer;
  }));
  const show = () => {
    const { measure, most } = now();
    viewers.forEach((viewer, i) => paint(viewer.get('elementRegistry'), sides[i]!.heat, sides[i]!.flows, measure, most));
    get('[data-legend]').replaceChildren('少', ...colours.map((colour) => { const box = make('i', {}); box.style.background = colour; return box; }), `多（最多 ${figureText(measure, most)}）`);
    panes.forEach((pane) => { pane.dataset.painted = measure; });
  };
  select.addEventListener('change', show);
  show();
  panes.forEach((pane, i) => find<HTMLButtonElement>('[data-export-svg]', pane)?.addEventListener('click', (event) => void busy(event.currentTarget as HTMLButtonElement, async () => {
    const { measure, most, label } = now();
    const { svg } = await viewers[i]!.saveSVG();
    save(`${name}-${label}.svg`, withLegend(svg, `${name}，${sides[i]!.caption}：${label}`, measure, label, most));
  })));
}

if (find('#data')) open(pageData<Shown>()).catch(() => document.querySelectorAll('[data-canvas]').forEach((canvas) => canvas.setAttribute('data-said', '流程图读不出来，请稍后再试')));
