// Marks what the check has found: coloured on the diagram with its sentence as a tip, and written out above the panel for the element that is selected.
import type { Finding } from '../editor.js';
import { make } from '../../lib/dom.js';

const MARKS = { error: 'is-wrong', warning: 'is-doubtful' } as const;

export interface Marks { mark(findings: Finding[]): void; shown(element: string | undefined): void }

export function findingsOn(editor: any, said: HTMLElement): Marks {
  const [canvas, overlays, registry] = [editor.get('canvas'), editor.get('overlays'), editor.get('elementRegistry')];
  let all: Finding[] = [];
  let marked: [string, string][] = [];
  let selected: string | undefined;

  const of = (id: string): Finding[] => all.filter(({ element }) => element === id);
  const root = (): string => canvas.getRootElement().businessObject.id;

  function tell(): void {
    const about = selected ?? root();
    const found = of(about);
    if (!selected || registry.get(selected)?.type === 'bpmn:Participant') found.push(...all.filter(({ element }) => !element));
    said.replaceChildren(...found.map(({ severity, message }) => make('p', { class: severity === 'error' ? 'is-wrong' : 'is-doubtful' }, message)));
    said.hidden = found.length === 0;
  }

  return {
    mark(findings) {
      all = findings;
      for (const [id, mark] of marked) if (registry.get(id)) canvas.removeMarker(id, mark);
      overlays.remove({ type: 'ld-finding' });
      marked = [];
      for (const id of new Set(findings.flatMap(({ element }) => element ?? []))) {
        const element = registry.get(id);
        if (!element || element === canvas.getRootElement()) continue;
        const found = of(id);
        const severity = found.some((one) => one.severity === 'error') ? 'error' : 'warning';
        canvas.addMarker(id, MARKS[severity]);
        marked.push([id, MARKS[severity]]);
        if (element.waypoints) continue;
        const badge = make('span', { class: `ld-finding ${MARKS[severity]}`, title: found.map(({ message }) => message).join('\n') }, found.length > 1 ? String(found.length) : '!');
        badge.addEventListener('click', () => editor.get('selection', false)?.select(element));
        overlays.add(id, 'ld-finding', { position: { top: -9, left: -9 }, html: badge });
      }
      tell();
    },
    shown(element) { selected = element === root() ? undefined : element; tell(); },
  };
}
