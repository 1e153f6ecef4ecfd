// What differs between two versions, as sentences beside both diagrams. To use it: put `{{> comparison}}` into a page whose assets name
// `diagram.css` and `compare.css`, and call `showComparison(host, { left, right, difference })`: `host` holds the partial, `left` and `right` are answers
// of `GET /procedures/{id}/files?version=…` (or files of any origin), `difference` is the answer of `POST /compare` or `GET /drafts/{id}/difference`.
import type { Diagrams } from './comparison-diagrams.js';
import { listSentences, type Sentence } from './comparison-list.js';
import { beforeAndAfter } from './comparison-table.js';
import { find, get } from './dom.js';

export interface File { name: string; content: string }
/** One of the two versions; `label` is what a person calls it: `第 3 版`, `草稿`. */
export interface Side { label: string; files: File[] }
export type Kind = 'added' | 'removed' | 'changed' | 'moved';
/** As processes/compare/compare.ts makes it. */
export interface Change { file: string; element?: string; kind: Kind; text: string; elements?: string[]; leftElement?: string; before?: string; after?: string }
export interface FilePair { file: string; title: string; left?: string; right?: string }
export interface Difference { equal: boolean; changes: Change[]; files?: FilePair[] }
export interface Compared { left: Side; right: Side; difference: Difference }

let stop: AbortController | undefined;

/** Shows a comparison in place of the one before it. @param host what holds the partial `comparison` */
export async function showComparison(host: HTMLElement, compared: Compared): Promise<void> {
  stop?.abort();
  stop = new AbortController();
  const { signal } = stop;
  const root = get('[data-comparison]', host);
  const { left, right, difference } = compared;
  const pairs = difference.files ?? [...new Set(difference.changes.map(({ file }) => file))].map((file) => ({ file, title: file, left: file, right: file }));
  const pairOf = (file: string) => pairs.find((pair) => pair.file === file);
  let diagrams: Diagrams | undefined;
  let shown: string | undefined;
  let drawing: Promise<unknown> = Promise.resolve();

  const contentOf = (side: Side, name: string | undefined) => side.files.find((file) => file.name === name)?.content;

  /** Shows a file on the right: a diagram as two drawings, anything else as a table of before and after. */
  async function open(file: string): Promise<void> {
    if (shown === file) return;
    shown = file;
    const pair = pairOf(file);
    const isDiagram = file.endsWith('.bpmn');
    get('[data-title]', root).textContent = pair?.title ?? file;
    for (const part of ['[data-panes]', '[data-zooms]', '[data-legend]', '.ld-compare-which']) get(part, root).hidden = !isDiagram;
    get('[data-table]', root).hidden = isDiagram;
    const changes = difference.changes.filter((change) => change.file === file);
    if (!isDiagram) { get('[data-table]', root).replaceChildren(beforeAndAfter(changes, pair, { left: left.label, right: right.label })); return; }
    const { openDiagrams } = await import('./comparison-diagrams.js');
    diagrams ??= openDiagrams(root, signal, (element, side) => list.mark(sentences().filter(({ change }) => change.file === shown && touches(change, element, side))));
    await diagrams.draw(contentOf(left, pair?.left), contentOf(right, pair?.right), list.sentences.filter(({ change }) => change.file === file));
  }

  async function choose(sentence: Sentence): Promise<void> {
    list.mark([sentence]);
    drawing = drawing.then(() => open(sentence.change.file));
    await drawing;
    // on a phone the drawing lies below the sentences
    const view = get('[data-view]', root);
    if (matchMedia('(max-width: 991px)').matches) view.scrollIntoView({ block: 'start' });
    if (sentence.change.file.endsWith('.bpmn')) diagrams?.show(sentence.change);
    else showRow(difference.changes.filter(({ file }) => file === sentence.change.file).indexOf(sentence.change));
  }

  function showRow(index: number): void {
    root.querySelectorAll('[data-row]').forEach((row) => row.removeAttribute('aria-current'));
    const row = find(`[data-row="${index}"]`, root);
    row?.setAttribute('aria-current', 'true');
    row?.scrollIntoView({ block: 'nearest' });
  }

  const list = listSentences(root, compared, pairs, signal, (sentence) => void choose(sentence));
  const sentences = () => list.sentences;
  root.hidden = false;
  for (const [side, { label }] of [['left', left], ['right', right]] as const) {
    get(`[data-pane=${side}] [data-label]`, root).textContent = label;
    get(`[data-which=${side}]`, root).textContent = label;
  }
  const first = pairs.find(({ file }) => file.endsWith('.bpmn') && difference.changes.some((change) => change.file === file)) ?? pairs.find(({ file }) => difference.changes.some((change) => change.file === file)) ?? pairs.find(({ file }) => file.endsWith('.bpmn'));
  get('.ld-compare-body', root).hidden = !first;
  if (first) { drawing = drawing.then(() => open(first.file)); await drawing; }
}

/** Whether a change speaks of an element of one side. */
export function touches(change: Change, element: string, side: 'left' | 'right'): boolean {
  if (change.kind === 'added' && side === 'left') return false;
  if (change.kind === 'removed' && side === 'right') return false;
  return (side === 'left' ? change.leftElement ?? change.element : change.element) === element || (change.elements?.includes(element) ?? false);
}
