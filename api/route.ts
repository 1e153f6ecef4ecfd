// A route is data: its schemas check the input, write the OpenAPI document and type the handler, all from one place.
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Hurdle } from '../processes/accounts/password-due.js';
import type { Deps } from '../processes/deps.js';
import { Forbidden } from '../processes/errors.js';
import { can, type Ability } from '../processes/roles.js';
import type { Person } from '../processes/store/types.js';
import { audited } from './audited.js';
import { PasswordDue, SecondFactorDue, Unauthenticated } from './errors.js';
import { findOdd } from './plain.js';

type Shape = z.ZodObject<any> | undefined;
type Out<T extends Shape> = T extends z.ZodObject<any> ? z.infer<T> : Record<string, never>;

export interface Call<P extends Shape = undefined, Q extends Shape = undefined, B extends Shape = undefined> {
  params: Out<P>; query: Out<Q>; body: Out<B>; person: Person; req: Request; res: Response;
}

export interface Route<P extends Shape = any, Q extends Shape = any, B extends Shape = any> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI style: `/cases/{caseNo}`. */
  path: string;
  /** The noun that groups it in the document. */
  tag: string;
  summary: string;
  /** Needs no sign-in. */
  open?: boolean;
  /** May be called while this still has to be done first (see `hurdleOf`); absent: only once everything is. */
  despite?: Hurdle;
  /** What may be called by only those whose post allows it, or one of these; absent: everybody who is signed in (the handler limits to what is theirs). */
  ability?: Ability | readonly Ability[];
  params?: P; query?: Q; body?: B;
  answer: z.ZodType;
  /** The multipart field that carries one file, when the input is an upload; the handler reads it. */
  upload?: string;
  /** The media type of an answer that is not JSON. */
  gives?: string;
  /** HTTP status of success, 200 unless said; a handler may say another by `res.locals.status`. */
  status?: number;
  handle(call: Call<P, Q, B>, deps: Deps): Promise<unknown>;
}

/** Types a route from its own schemas. They are made strict here, once: each new schema is compiled when it is first used, which costs more than what it checks. */
export function route<P extends Shape = undefined, Q extends Shape = undefined, B extends Shape = undefined>(made: Route<P, Q, B>): Route {
  return { ...made, params: made.params?.strict(), query: made.query?.strict(), body: made.body?.strict() } as Route;
}

/** Checks input strictly; what is wrong is named by where it stood: `query.page`, `params.caseNo`, and fields of the body by their own names. */
function parse(schema: Shape, where: 'params' | 'query' | 'body', given: unknown): object {
  if (!schema) return {};
  const odd = findOdd(given);
  if (odd) throw new z.ZodError([{ code: 'custom', input: undefined, message: odd.message, path: where === 'body' ? odd.path : [where, ...odd.path] }]);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  if (where === 'body') throw result.error;
  throw new z.ZodError(result.error.issues.map((issue) => ({ ...issue, path: [where, ...issue.path] })));
}

/** Refuses what has to wait until something else is done. Whoever must change the password may not yet set up a second factor. */
export function assertNoHurdle(hurdle: Hurdle | undefined, despite?: Hurdle): void {
  if (hurdle === 'password' && despite !== 'password') throw new PasswordDue('请先修改密码，再继续使用');
  if (hurdle === 'second-factor' && !despite) throw new SecondFactorDue('管理员请先设置动态口令，再继续使用');
}

/** Mounts routes on a router: checks input (ZodError → problem), role, calls, answers JSON unless the handler answered by itself. */
export function mount(router: Router, routes: Route[], deps: Deps): void {
  for (const made of routes) {
    router[made.method](made.path.replace(/\{(\w+)\}/g, ':$1'), async (req, res) => {
      res.locals.route = `/api${made.path}`;
      const person = (req as Request & { person?: Person }).person;
      if (!made.open && !person) throw new Unauthenticated('请先登录');
      const answer = async (): Promise<unknown> => {
        if (!made.open) assertNoHurdle(req.hurdle, made.despite);
        if (made.ability && !can(person!, made.ability)) throw new Forbidden('您的岗位不能做这项操作');
        const call = {
          params: parse(made.params, 'params', req.params), query: parse(made.query, 'query', req.query), body: parse(made.body, 'body', req.body ?? {}),
          person: person as Person, req, res,
        };
        return made.handle(call as any, deps);
      };
      const result = made.method === 'get' ? await answer() : await audited(made, req, deps, answer);
      if (res.headersSent) return;
      if (result === undefined) res.status(made.status ?? 204).end();
      else res.status(res.locals.status ?? made.status ?? 200).json(result);
    });
  }
}
