// Which lists a page offers to take along: those that it has just asked for, with the filters that it asked with.
import { exportLists } from './lists.js';

const sizeOf = (given: any): number => Number(given.size ?? 0);

/** @param asked the routes that the page asked, with everything it gave them */
export function exportsOf(page: string, asked: [path: string, given: object][]): { list: string; name: string; query: string }[] {
  return Object.entries(exportLists).flatMap(([id, { pages, route, name, needs = [] }]) => {
    // a page may ask for counts of a list, too, or turn to another one: what it shows is the longest, the last of several
    const [longest] = pages.includes(page) ? asked.filter(([path]) => path === route.path).reverse().sort(([, a], [, b]) => sizeOf(b) - sizeOf(a)) : [];
    if (!longest) return [];
    const { page: _page, size: _size, ...query } = longest[1] as Record<string, unknown>;
    return needs.every((each) => query[each]) ? [{ list: id, name, query: JSON.stringify(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]))) }] : [];
  });
}
