// The shapes of a drawn procedure at their usual sizes, placed by the line on which they stand, with their words where nothing covers them.
import { textWidth, type Box, type Drawing, type Look, type Point } from './drawing.js';

export const TASK = { width: 120, height: 80 };
export const EVENT = 36;
export const GATEWAY = 50;
export const GAP = 45;
const SMALL = 14;

/** A label centred on `x` with its upper edge at `y`. */
export const centred = (text: string, x: number, y: number): Box => ({ x: Math.round(x - textWidth(text) / 2), y, width: textWidth(text), height: SMALL });
/** A label that begins at `x`. */
export const from = (text: string, x: number, y: number): Box => ({ x, y, width: textWidth(text), height: SMALL });
/** A label that ends at `x`. */
export const upTo = (text: string, x: number, y: number): Box => ({ x: x - textWidth(text), y, width: textWidth(text), height: SMALL });

/** Places elements on one line, each by its left edge; gives back what flows need: where it begins, ends, and its middle. */
export interface Placed { id: string; left: number; right: number; middle: number; y: number; height: number }

export class Line {
  constructor(readonly drawing: Drawing, readonly y: number, readonly holder?: string) {}

  private put(type: string, id: string, name: string, left: number, size: { width: number; height: number }, look: Look): Placed {
    this.drawing.element(type, id, name, { x: left, y: this.y - size.height / 2, ...size }, { ...look, ...(this.holder ? { in: this.holder } : {}) });
    return { id, left, right: left + size.width, middle: left + size.width / 2, y: this.y, height: size.height };
  }

  task(type: string, id: string, name: string, left: number, look: Look = {}): Placed { return this.put(type, id, name, left, TASK, look); }

  event(type: string, id: string, name: string, left: number, look: Look = {}): Placed {
    return this.put(type, id, name, left, { width: EVENT, height: EVENT }, { label: centred(name, left + EVENT / 2, this.y + EVENT / 2 + 5), ...look });
  }

  /** A gateway; one that joins has no name, one that asks has its question above it. */
  gateway(id: string, question: string, left: number, look: Look = {}): Placed {
    const label = question ? { label: centred(question, left + GATEWAY / 2, this.y - GATEWAY / 2 - 20) } : {};
    return this.put('bpmn:ExclusiveGateway', id, question, left, { width: GATEWAY, height: GATEWAY }, { ...label, ...look });
  }
}

/** Where an element is left downwards, and where it is entered from above. */
export const below = ({ middle, y, height }: Placed): Point => [middle, y + height / 2];
export const above = ({ middle, y, height }: Placed): Point => [middle, y - height / 2];

/** A flow straight on to the next element of the same line. */
export function straight(drawing: Drawing, one: Placed, next: Placed, more: { name?: string; condition?: string; isDefault?: boolean } = {}): void {
  drawing.flow(one.id, next.id, [[one.right, one.y], [next.left, next.y]], { ...more, ...(more.name ? { label: from(more.name, one.right + 6, one.y - 18) } : {}) });
}

/** An event on the lower edge of a task, its words to the left of where its flow goes down. */
export function onLowerEdge(drawing: Drawing, task: Placed, id: string, name: string, what: { message?: { name: string; key: string }; error?: string } & Look): Placed {
  const y = task.y + task.height / 2;
  drawing.boundary(id, name, task.id, { x: task.middle - EVENT / 2, y: y - EVENT / 2, width: EVENT, height: EVENT }, { ...what, label: upTo(name, task.middle - EVENT / 2 - 3, y + 6) });
  return { id, left: task.middle - EVENT / 2, right: task.middle + EVENT / 2, middle: task.middle, y, height: EVENT };
}
