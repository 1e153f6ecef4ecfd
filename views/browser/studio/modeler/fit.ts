// Brings the whole diagram into view, beside the palette and not under it.

const PALETTE = 100;
const MARGIN = 24;
/** Below this nothing can be read; the scale of a beginning that can. */
const [TINY, READABLE] = [0.45, 0.75];

export function fit(editor: any): void {
  const canvas = editor.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  if (!(inner.width > 0) || !(outer.width > 0)) return;
  const left = editor.get('palette', false) ? PALETTE + MARGIN : MARGIN;
  const scale = Math.min(1, (outer.width - left - MARGIN) / inner.width, (outer.height - 2 * MARGIN) / inner.height);
  if (!(scale > 0)) return;
  const [free, height] = [outer.width - left - MARGIN, outer.height];
  canvas.viewbox({
    x: inner.x - (left + Math.max(0, free - inner.width * scale) / 2) / scale, y: inner.y - Math.max(MARGIN, (height - inner.height * scale) / 2) / scale, width: outer.width / scale, height: outer.height / scale,
  });
}

/** How a diagram is first shown: whole where that can be read, else from where the procedure begins. */
export function begin(editor: any): void {
  fit(editor);
  const canvas = editor.get('canvas');
  const start = editor.get('elementRegistry').filter(({ type, parent }: any) => type === 'bpmn:StartEvent' && !/SubProcess/.test(parent?.type ?? ''))[0];
  if (canvas.zoom() >= TINY || !start) return;
  const { outer } = canvas.viewbox();
  const left = editor.get('palette', false) ? PALETTE + 2 * MARGIN : 2 * MARGIN;
  canvas.viewbox({ x: start.x - left / READABLE, y: start.y + start.height / 2 - outer.height / READABLE / 2, width: outer.width / READABLE, height: outer.height / READABLE });
}

/** Brings an element into the middle, large enough to be read. */
export function center(editor: any, element: any): void {
  const canvas = editor.get('canvas');
  const scale = Math.max(0.8, canvas.zoom());
  const { width, height } = canvas.viewbox().outer;
  const box = element.waypoints ? { x: element.waypoints[0].x, y: element.waypoints[0].y, width: 0, height: 0 } : element;
  canvas.viewbox({ x: box.x + box.width / 2 - width / scale / 2, y: box.y + box.height / 2 - height / scale / 2, width: width / scale, height: height / scale });
}
