// Icons as inline SVG: a page carries only those it shows, needs no font of half a megabyte and no request of its own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { views } from './folder.js';

const read = new Map<string, string>();

/** The drawing of one of views/icons/, hidden from screen readers: the words beside it say what it means. @throws when there is no such icon */
export function icon(name: string): string {
  let svg = read.get(name);
  if (svg === undefined) {
    const drawn = readFileSync(join(views, 'icons', `${name}.svg`), 'utf8').trim().replace(/\n\s*/g, '');
    svg = drawn.replace(/^<svg [^>]*?viewBox/, '<svg class="icon" aria-hidden="true" viewBox');
    read.set(name, svg);
  }
  return svg;
}
