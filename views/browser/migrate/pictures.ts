// The two versions side by side: on the old one what has no counterpart, on the new one what is new.
import Navigated from 'bpmn-js/lib/NavigatedViewer.js';
import { get } from '../lib/dom.js';
import type { Preflight, Row } from './types.js';

const NavigatedViewer = Navigated as unknown as new (options: object) => { get(name: string): any; importXML(xml: string): Promise<unknown>; on(event: string, heard: (event: any) => void): void };

class Picture {
  private readonly viewer: InstanceType<typeof NavigatedViewer>;
  private drawn = '';
  private marks = new Map<string, string>();

  constructor(private readonly host: HTMLElement, clicked: (id: string) => void) {
    this.viewer = new NavigatedViewer({ container: host });
    this.viewer.on('element.click', ({ element }) => clicked(element.id));
  }

  async draw(procedure: string, definitionKey: string, marks: Map<string, string>): Promise<void> {
    if (this.drawn !== definitionKey) {
      this.drawn = definitionKey;
      const answer = await fetch(`/api/procedures/${encodeURIComponent(procedure)}/xml?definitionKey=${definitionKey}`, { credentials: 'same-origin' });
      if (!answer.ok) return this.host.setAttribute('data-said', '流程图读不出来');
      await this.viewer.importXML(await answer.text());
      this.host.removeAttribute('data-said');
      this.marks = new Map();
      this.viewer.get('canvas').zoom('fit-viewport', 'auto');
    }
    const [canvas, registry] = [this.viewer.get('canvas'), this.viewer.get('elementRegistry')];
    for (const [id, mark] of this.marks) if (registry.get(id)) canvas.removeMarker(id, mark);
    for (const [id, mark] of marks) if (registry.get(id)) canvas.addMarker(id, mark);
    this.marks = marks;
  }

  show(id: string): void {
    const element = this.viewer.get('elementRegistry').get(id);
    if (!element) return;
    const canvas = this.viewer.get('canvas');
    const scale = Math.max(0.7, canvas.zoom());
    canvas.zoom(scale);
    const { width, height } = canvas.viewbox().outer;
    canvas.viewbox({ x: element.x + element.width / 2 - width / scale / 2, y: element.y + element.height / 2 - height / scale / 2, width: width / scale, height: height / scale });
    this.viewer.get('selection').select(element);
  }
}

export interface Pictures { draw(state: Preflight, plan?: Preflight['plans'][number]): Promise<void>; show(row: Row): void }

/** @param clicked called with the id of an old element that somebody clicks */
export function pictures(procedure: string, clicked: (id: string) => void): Pictures {
  const before = new Picture(get('[data-old]'), clicked);
  const after = new Picture(get('[data-new]'), () => undefined);
  return {
    async draw({ to, targets }, plan) {
      const reached = new Set(plan?.rows.map((row) => row.to));
      const fresh = new Map<string, string>(plan ? targets.filter(({ id }) => !reached.has(id)).map(({ id }) => [id, 'is-new']) : []);
      const marks = new Map<string, string>();
      for (const { id, to: goal, how } of plan?.rows ?? []) {
        if (!goal) marks.set(id, 'is-unmapped');
        else if (how !== 'id') {
          marks.set(id, `is-by-${how}`);
          fresh.set(goal, `is-by-${how}`);
        }
      }
      await Promise.all([plan ? before.draw(procedure, plan.from, marks) : undefined, after.draw(procedure, to.definitionKey, fresh)]);
    },
    show({ id, to }) {
      before.show(id);
      if (to) after.show(to);
    },
  };
}
