// What differs between two versions, as sentences beside both diagrams. To use it: put `{{> comparison}}` into a page whose assets name
// `diagram.css` and `compare.css`, and call `showComparison(host, { left, right, difference })`: `host` holds the partial, `left` and `right` are answers
// of `GET /procedures/{id}/files?version=…` (or files of any origin), `difference` is the answer of `POST /compare` or `GET /drafts/{id}/difference`.
import { get, make } from './dom.js';

export interface File { name: string; content: string }
/** One of the two versions; `label` is what a person calls it: `第 3 版`, `草稿`. */
export interface Side { label: string; files: File[] }
export type Kind = 'added' | 'removed' | 'changed' | 'moved';
/** As processes/compare/compare.ts makes it. */
export interface Change { file: string; element?: string; kind: Kind; text: string; elements?: string[]; leftElement?: string; before?: string; after?: string }
export interface FilePair { file: string; title: string; left?: string; right?: string }
export interface Difference { equal: boolean; changes: Change[]; files?: FilePair[] }
export interface Compared { left: Side; right: Side; difference: Difference }

/** Shows a comparison in place of the one before it. @param host what holds the partial `comparison` */
export async function showComparison(host: HTMLElement, { difference }: Compared): Promise<void> {
  const root = get('[data-comparison]', host);
  get('[data-sentences]', root).replaceChildren(make('ul', {}, ...difference.changes.map(({ text }) => make('li', {}, text))));
  root.hidden = false;
}
