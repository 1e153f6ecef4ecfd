// A diagram that is drawn anew while answers are given; it stays where the reader has moved it.
import { get } from './dom.js';

/** Below this scale nobody can read what is drawn: then the beginning is shown, and the rest is a pull away. */
const READABLE = 0.6;
const EDGE = 24;

export interface Preview { show(xml: string): Promise<void>; clear(): void }

export function preview(host: HTMLElement): Preview {
  const canvasHost = get('[data-canvas]', host);
  let viewer: any;
  let moved = false;
  const open = async () => {
    const { default: Viewer } = await import('bpmn-js/lib/NavigatedViewer.js');
    viewer ??= new (Viewer as any)({ container: canvasHost });
    return viewer;
  };
  const fit = (): void => { if (viewer?.getDefinitions()) viewer.get('canvas').zoom('fit-viewport', 'auto'); };
  const begin = (): void => {
    fit();
    const canvas = viewer.get('canvas');
    if (canvas.zoom() >= READABLE) return;
    const { inner, outer } = canvas.viewbox();
    canvas.viewbox({ x: inner.x - EDGE, y: inner.y + inner.height / 2 - outer.height / READABLE / 2, width: outer.width / READABLE, height: outer.height / READABLE });
  };
  const zooms: Record<string, () => void> = { in: () => viewer?.get('zoomScroll').stepZoom(1), out: () => viewer?.get('zoomScroll').stepZoom(-1), fit };
  host.querySelectorAll<HTMLButtonElement>('[data-zoom]').forEach((button) => button.addEventListener('click', () => {
    moved = true;
    zooms[button.dataset.zoom!]?.();
  }));
  canvasHost.addEventListener('pointerdown', () => { moved = true; });
  canvasHost.addEventListener('wheel', () => { moved = true; }, { passive: true });
  return {
    async show(xml) {
      const one = await open();
      const before = moved && one.getDefinitions() ? one.get('canvas').viewbox() : undefined;
      await one.importXML(xml);
      if (before) one.get('canvas').viewbox({ x: before.x, y: before.y, width: before.width, height: before.height });
      else begin();
    },
    clear() { viewer?.clear(); },
  };
}
