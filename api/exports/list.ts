// What the export of a list is: which route answers it, what its columns are called, and how its rows come, in pieces, exactly as this person reads them.
import type { z } from 'zod';
import type { Deps } from '../../processes/deps.js';
import { Forbidden } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import type { Person } from '../../processes/store/types.js';
import type { Cell } from '../../processes/sheets/xlsx.js';
import type { Route } from '../route.js';
import type { Known } from './known.js';

/** A heading, and what stands under it for a row as its list shows it. */
export type Column = [heading: string, value: (row: any, known: Known) => Cell];
export interface Rows { total: number; pieces: AsyncIterable<any[]> }
/** A question to a list, checked by the list's own route. */
export interface Asked { params: Record<string, unknown>; query: Record<string, any> }

export interface ExportList {
  /** What it is called, and the pages that show it. */
  name: string; pages: string[];
  /** What must be asked for, so that all rows have the same columns. */
  needs?: string[];
  route: Route;
  columns: Column[] | ((asked: Asked, person: Person, deps: Deps) => Column[] | Promise<Column[]>);
  /** Where the rows stand in the route's answer; absent: in `items`. */
  itemsIn?: string;
  /** Rows of a long list, read in one go; absent: page by page as the route answers. They must hide what the route hides. */
  rows?(asked: Asked, person: Person, deps: Deps): Promise<Rows>;
}

export const routeOf = (routes: Route[], path: string): Route => routes.find((each) => each.method === 'get' && each.path === path)!;
export const columnsOf = async ({ columns }: ExportList, asked: Asked, person: Person, deps: Deps): Promise<Column[]> => (typeof columns === 'function' ? columns(asked, person, deps) : columns);

/** Checks what is asked of a list as its route does. @throws ZodError, or Forbidden for whoever may not see the list */
export function askedOf({ route }: ExportList, given: Record<string, string>, person: Person): Asked {
  if (route.ability && !can(person, route.ability)) throw new Forbidden('您的岗位不能导出这份清单');
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const of = (inPath: boolean) => Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name) === inPath));
  const check = (schema: z.ZodObject<any> | undefined, values: object) => (schema ? schema.parse(values) : {}) as Record<string, unknown>;
  const { page: _page, size: _size, before: _before, ...query } = check(route.query, of(false));
  return { params: check(route.params, of(true)), query };
}

/** So many rows are read at once. */
export const PIECE = 500;

/** Documents of a cursor in pieces. */
export async function* inPieces<T>(documents: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T[]> {
  let piece: T[] = [];
  for await (const one of documents) {
    if (piece.push(one) < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

/** The rows of a list page by page. What moves to a later page meanwhile does not come twice. */
async function pageByPage({ route, itemsIn = 'items' }: ExportList, { params, query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const ask = async (page: number) => {
    const answer = await route.handle({ params, query: { ...query, page, size: PIECE }, body: {}, person, req: {}, res: {} } as never, deps) as any;
    return { total: (answer.total ?? answer[itemsIn].length) as number, items: answer[itemsIn] as any[] };
  };
  const paged = route.query?.shape.page !== undefined;
  const first = await ask(1);
  const pieces = async function* (): AsyncGenerator<any[]> {
    const seen = new Set<string>();
    let { total, items } = first;
    // a page may be short of what the asker may not see: the number of all says where the list ends
    for (let page = 1; items.length > 0 || page * PIECE < total; page += 1) {
      yield items.filter((item) => {
        const id = String(item.id ?? item.key ?? item.caseNo ?? seen.size);
        return seen.has(id) ? false : seen.add(id);
      });
      if (!paged || page * PIECE >= total) break;
      ({ total, items } = await ask(page + 1));
    }
  };
  return { total: first.total, pieces: pieces() };
}

/** The rows of a list that goes on below a number, of which nothing counts beforehand how many fit: at least as many as came at first. */
async function downwards({ route }: ExportList, { params, query }: Asked, person: Person, deps: Deps): Promise<Rows> {
  const ask = async (before?: number) => await route.handle({ params, query: { ...query, before, size: PIECE }, body: {}, person, req: {}, res: {} } as never, deps) as { items: any[]; before?: number };
  const first = await ask();
  const pieces = async function* (): AsyncGenerator<any[]> {
    for (let answer = first; ; answer = await ask(answer.before)) {
      if (answer.items.length > 0) yield answer.items;
      if (!answer.before) break;
    }
  };
  return { total: first.items.length, pieces: pieces() };
}

/** The rows of a list, with about how many there are. */
export function rowsOf(list: ExportList, asked: Asked, person: Person, deps: Deps): Promise<Rows> {
  if (list.rows) return list.rows(asked, person, deps);
  return list.route.query?.shape.before ? downwards(list, asked, person, deps) : pageByPage(list, asked, person, deps);
}
