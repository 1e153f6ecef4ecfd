// A diagram as it is drawn: boxes and lines, for tests that look whether anything covers anything.
import { parseBpmn } from '../../processes/procedure.js';

export interface Box { id: string; x: number; y: number; width: number; height: number }
export interface DrawnShape extends Box { type: string; parent: string; host?: string; label?: Box }
export interface DrawnEdge { id: string; points: [number, number][]; from: string; to: string; label?: Box }

export interface Drawn { shapes: DrawnShape[]; edges: DrawnEdge[]; missing: string[] }

const box = (id: string, { x, y, width, height }: Box): Box => ({ id, x, y, width, height });

/** Everything that the plane of a diagram shows, and the ids of what has no shape or line. */
export async function drawn(xml: string): Promise<Drawn> {
  const definitions = await parseBpmn(xml);
  const process = definitions.rootElements.find((one: any) => one.$type === 'bpmn:Process');
  const all: any[] = [];
  const walk = (container: any) => {
    for (const element of [...(container.flowElements ?? []), ...(container.artifacts ?? [])]) {
      all.push({ element, parent: container.id });
      walk(element);
    }
  };
  walk(process);
  const byId = new Map(all.map((one) => [one.element.id, one]));
  const shapes: DrawnShape[] = [];
  const edges: DrawnEdge[] = [];
  for (const one of definitions.diagrams[0].plane.planeElement) {
    const { element, parent } = byId.get(one.bpmnElement.id);
    const label = one.label?.bounds ? { label: box(`${element.id} (words)`, one.label.bounds) } : {};
    if (one.$type === 'bpmndi:BPMNShape') shapes.push({ ...box(element.id, one.bounds), type: element.$type, parent, ...(element.attachedToRef ? { host: element.attachedToRef.id } : {}), ...label });
    else edges.push({ id: element.id, points: one.waypoint.map(({ x, y }: any) => [x, y]), from: element.sourceRef.id, to: element.targetRef.id, ...label });
  }
  const shown = new Set([...shapes, ...edges].map(({ id }) => id));
  return { shapes, edges, missing: [...byId.keys()].filter((id) => !shown.has(id)) };
}

export const overlap = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether a straight, level or upright line goes through a box (its edge does not count). */
export const through = ([ax, ay]: [number, number], [bx, by]: [number, number], { x, y, width, height }: Box): boolean =>
  Math.min(ax, bx) < x + width && Math.max(ax, bx) > x && Math.min(ay, by) < y + height && Math.max(ay, by) > y;
