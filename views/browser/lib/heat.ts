// Colours a diagram by a figure of its elements. Colours and numbers stand in the drawing itself, so that they go with it when it is exported.
import { spanWords } from '../../helpers/span-words.js';

export type Measure = 'runs' | 'mean' | 'median' | 'p90' | 'wait' | 'work' | 'late' | 'again';
export type Heat = Record<string, Partial<Record<Measure, number>>>;
/** From little to much; black can be read on all of them. */
export const colours = ['#fffbe6', '#ffefb8', '#ffdd85', '#ffc069', '#ff9c6e', '#ff7875'] as const;
const SVG = 'http://www.w3.org/2000/svg';

/** A figure as it is read on the drawing. */
export function figureText(measure: Measure, value: number): string {
  if (measure === 'runs') return `${value} 次`;
  if (measure === 'late' || measure === 'again') return `${Math.round(value * 1000) / 10}%`;
  return spanWords(value);
}

/** What the darkest colour stands for. */
export const mostOf = (all: Heat[], measure: Measure): number => Math.max(0, ...all.flatMap((heat) => Object.values(heat).map((each) => each[measure] ?? 0)));

/** Which colour a figure has: by the square root, since a few elements take nearly all of the time. */
export const colourOf = (value: number, most: number): string => colours[most <= 0 ? 0 : Math.min(colours.length - 1, Math.floor(Math.sqrt(value / most) * colours.length))]!;

function node(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** A number on a white plate, in the middle above a shape. */
function plate(text: string, middle: number): SVGElement {
  const group = node('g', { class: 'ld-heat-number', 'pointer-events': 'none' });
  const width = [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 11 : 6.5), 10);
  group.append(
    node('rect', { x: middle - width / 2, y: -19, width, height: 17, rx: 8, style: 'fill:#fff;stroke:#7a4b00;stroke-width:1' }),
    node('text', { x: middle, y: -6.5, 'text-anchor': 'middle', style: 'font:600 11px sans-serif;fill:#3d2600' }, text),
  );
  return group;
}

const isFrame = (element: any): boolean => /SubProcess|Participant|Lane/.test(element?.type ?? '') && element.children?.some((child: any) => child.type !== 'label');

/** Paints a drawing anew. @param registry the viewer's elements @param most what the darkest colour stands for */
export function paint(registry: any, heat: Heat, flows: Record<string, number>, measure: Measure, most: number): void {
  const widest = Math.max(1, ...Object.values(flows));
  for (const element of registry.getAll()) {
    if (element.type === 'label' || !element.parent) continue;
    const gfx: SVGElement = registry.getGraphics(element);
    gfx.querySelectorAll(':scope > .ld-heat-number').forEach((old) => old.remove());
    const shape = gfx.querySelector<SVGElement>(':scope > .djs-visual > :first-child');
    if (element.waypoints) {
      if (shape) shape.style.strokeWidth = measure === 'runs' && flows[element.id] ? String(1.5 + 5 * Math.sqrt(flows[element.id]! / widest)) : '1.5';
      continue;
    }
    const value = heat[element.id]?.[measure];
    const is = value !== undefined && !isFrame(element);
    if (shape) shape.style.fill = is ? colourOf(value, most) : isFrame(element) ? 'none' : '#fff';
    if (is && (/Task|CallActivity/.test(element.type) || measure === 'runs')) gfx.append(plate(figureText(measure, value), element.width / 2));
  }
}

/** What the colours stand for, beneath an exported drawing. */
export function legend(measure: Measure, name: string, most: number, x: number, y: number): SVGElement {
  const group = node('g', { class: 'ld-heat-legend', transform: `translate(${x} ${y})` });
  group.append(node('text', { x: 0, y: 12, style: 'font:600 13px sans-serif;fill:#222' }, `${name}：少`));
  const from = 20 + 14 * (name.length + 2);
  colours.forEach((colour, i) => group.append(node('rect', { x: from + i * 26, y: 0, width: 26, height: 14, style: `fill:${colour};stroke:#7a4b00;stroke-width:.5` })));
  group.append(node('text', { x: from + colours.length * 26 + 8, y: 12, style: 'font:600 13px sans-serif;fill:#222' }, `多（最多 ${figureText(measure, most)}）`));
  return group;
}

/** The drawing as it stands with a heading and the legend. @param svg as the viewer saved it */
export function withLegend(svg: string, heading: string, measure: Measure, name: string, most: number): string {
  const made = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = made.documentElement;
  const [x, y, width, height] = (root.getAttribute('viewBox') ?? '0 0 800 600').split(/\s+/).map(Number) as [number, number, number, number];
  const wide = Math.max(width, 560);
  root.setAttribute('viewBox', `${x - 20} ${y - 70} ${wide + 40} ${height + 120}`);
  root.setAttribute('width', String(wide + 40));
  root.setAttribute('height', String(height + 120));
  root.prepend(made.importNode(node('rect', { x: x - 20, y: y - 70, width: wide + 40, height: height + 120, style: 'fill:#fff' }), true));
  root.append(made.importNode(node('text', { x, y: y - 42, style: 'font:600 16px sans-serif;fill:#222' }, heading), true), made.importNode(legend(measure, name, most, x, y + height + 18), true));
  return new XMLSerializer().serializeToString(made);
}
