// Icons as inline SVG: a page carries only those it shows, needs no font of half a megabyte and no request of its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const read = new Map<string, string>();

/** The drawing of one Tabler icon, hidden from screen readers: the words beside it say what it means. @throws when there is no such icon */
export function icon(name: string): string {
  let svg = read.get(name);
  if (svg === undefined) {
    const inner = readFileSync(resolve(`@tabler/icons/outline/${name}.svg`), 'utf8').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '');
    svg = `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${inner}</svg>`;
    read.set(name, svg);
  }
  return svg;
}
