// What a page is: an address, a template of the same name, and the data that the template shows first.
import type { Request, Response } from 'express';
import type { Hurdle } from '../../processes/accounts/password-due.js';
import type { Deps } from '../../processes/deps.js';
import type { Person } from '../../processes/store/types.js';

/** Asks an API route from inside, with the same checks as over HTTP: `ask('/cases/{caseNo}', {params: {caseNo}})`. */
export type Ask = (path: string, given?: { params?: object; query?: object }) => Promise<any>;

export interface Visit { req: Request; res: Response; person: Person; ask: Ask; deps: Deps }

export interface Page {
  /** The name of the template, of this page's file and of its address's tab. */
  name: string;
  path: string;
  title: string;
  /** Needs no sign-in. */
  open?: boolean;
  /** May be seen while this still has to be done first; everybody else is sent to where it is done. */
  despite?: Hurdle;
  /** The bundles in /assets/ that this page needs besides app.js; `.css` or `.js`. */
  assets?: string[];
  /** What the template is given; undefined when the page has answered by itself (a redirect). */
  show(visit: Visit): Promise<object | undefined>;
}

/** A value of the query string as one short text; what is repeated, nested or no text to look for (NUL) is ignored. */
export function given(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value.trim() !== '' && !value.includes('\0') ? value.trim().slice(0, 100) : undefined;
}

/** Only an address of our own: `//elsewhere` and `https://…` would lead a fresh sign-in off the host, and so would `/<tab>/elsewhere`, from which browsers drop the tab. */
export const own = (address?: string): string => (address && /^\/(?![/\\])\P{Cc}*$/u.test(address) ? address : '/tasks');

/** The paging of a list as its template shows it: from, to, and the addresses of the pages beside this one. */
export function pager(req: Request, { total, page, size }: { total: number; page: number; size: number }) {
  const pages = Math.max(1, Math.ceil(total / size));
  const to = (n: number) => {
    const query = new URLSearchParams(Object.entries(req.query).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
    query.set('page', String(n));
    return `?${query}`;
  };
  return {
    total, page, pages, from: total === 0 ? 0 : (page - 1) * size + 1, to: Math.min(total, page * size), several: pages > 1,
    before: page > 1 ? to(page - 1) : undefined, after: page < pages ? to(page + 1) : undefined,
  };
}

/** The page number asked for, 1 when it is none. */
export const pageNumber = (req: Request): number => Math.max(1, Math.min(100_000, Number.parseInt(given(req, 'page') ?? '1', 10) || 1));
