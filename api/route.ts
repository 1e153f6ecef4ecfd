// A route is data: its schemas check the input, write the OpenAPI document and type the handler, all from one place.
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { Deps } from '../processes/deps.js';
import { Forbidden } from '../processes/errors.js';
import type { Person } from '../processes/store/types.js';

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
  /** What may be called by only these roles; absent: everybody who is signed in (the handler limits to what is theirs). */
  roles?: string[];
  params?: P; query?: Q; body?: B;
  answer: z.ZodType;
  /** HTTP status of success, 200 unless said. */
  status?: number;
  handle(call: Call<P, Q, B>, deps: Deps): Promise<unknown>;
}

/** Types a route from its own schemas. */
export function route<P extends Shape = undefined, Q extends Shape = undefined, B extends Shape = undefined>(made: Route<P, Q, B>): Route {
  return made as Route;
}

/** Mounts routes on a router: checks input (ZodError → problem), role, calls, answers JSON unless the handler answered by itself. */
export function mount(router: Router, routes: Route[], deps: Deps): void {
  for (const made of routes) {
    router[made.method](made.path.replace(/\{(\w+)\}/g, ':$1'), async (req, res) => {
      const person = (req as Request & { person?: Person }).person;
      if (!made.open && !person) throw new Forbidden('sign in first');
      if (made.roles && !person?.posts.some((post) => made.roles!.includes(post.role))) throw new Forbidden(`needs one of <${made.roles.join(', ')}>`);
      const call = {
        params: made.params ? made.params.strict().parse(req.params) : {},
        query: made.query ? made.query.strict().parse(req.query) : {},
        body: made.body ? made.body.strict().parse(req.body ?? {}) : {},
        person: person as Person, req, res,
      };
      const result = await made.handle(call as any, deps);
      if (res.headersSent) return;
      if (result === undefined) res.status(made.status ?? 204).end();
      else res.status(made.status ?? 200).json(result);
    });
  }
}
