// Where what a level cannot solve goes: to the next level that the procedure has, or out of it, as a result that the caller takes up.
import type { Drawing } from './drawing.js';
import type { lanes, Way } from './level-part.js';
import { EVENT, GATEWAY, Line, from, straight, type Placed } from './shapes.js';

/** The flow of one way down to a lane and along it, then into `target` at its last points. */
function lead(drawing: Drawing, { id, start: [x, y], name, condition }: Way, lane: number, target: Placed, entry: readonly (readonly [number, number])[]): void {
  const bend = entry.length > 1 || entry[0]![0] !== x ? [[x, lane] as const] : [];
  drawing.flow(id, target.id, [[x, y], ...bend, ...entry], { ...(name ? { name, label: from(name, x + 6, y + 8) } : {}), ...(condition ? { condition } : {}) });
}

/** All ways go along one lane to the left and down into the next level, whose first step `announce` draws. */
export function intoNextLevel(drawing: Drawing, ways: Way[], { up, next }: ReturnType<typeof lanes>, y: number, left: number, announce: (line: Line) => Placed): Placed {
  const lane = y + up;
  const line = new Line(drawing, y + next);
  const first = announce(line);
  let target = first;
  if (ways.length > 1) {
    target = line.gateway(`${first.id}-join`, '', left);
    straight(drawing, target, first);
  }
  for (const way of ways) lead(drawing, way, lane, target, [[target.middle, lane], [target.middle, target.y - target.height / 2]]);
  return first;
}

/** All ways meet under the last gateway and end there: the caller hears that it goes up. */
export function outOfProcedure(drawing: Drawing, ways: Way[], lane: number, gateway: Placed, name: string): void {
  const line = new Line(drawing, lane);
  const end = (left: number) => line.event('bpmn:EndEvent', 'gone-up', name, left, { label: from(name, left + EVENT + 6, lane - 7) });
  if (ways.length === 1) return lead(drawing, ways[0]!, lane, end(gateway.middle - EVENT / 2), [[gateway.middle, lane - EVENT / 2]]);
  const join = line.gateway('going-up', '', gateway.middle - GATEWAY / 2);
  for (const way of ways) lead(drawing, way, lane, join, way.id === gateway.id ? [[gateway.middle, lane - GATEWAY / 2]] : [[join.left, lane]]);
  straight(drawing, join, end(join.right + 45));
}
