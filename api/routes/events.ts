// What changed for whoever is signed in, told as it happens (server-sent events).
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { lastChange } from '../../processes/feed.js';
import type { Case } from '../../processes/store/types.js';
import { maySeeCaseNow } from '../../processes/visibility.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';
import { openStream } from '../streams.js';

const number = z.string().regex(/^\d{1,15}$/, '不是序号').transform(Number);

export const eventRoutes: Route[] = [
  route({
    method: 'get', path: '/events', tag: '通知', gives: 'text/event-stream',
    summary: 'A stream that says which parts of a page to look at again: `mine`, `groups`, `units`, the `case` that is looked at, or `all`. Resumed by Last-Event-ID; asked without `Accept: text/event-stream` it answers the number of the newest change alone.',
    query: z.object({
      /** What the page shows is at least as new as this change. */
      after: number.optional(),
      case: id.optional(),
    }),
    answer: z.object({ last: z.number().int() }),
    async handle({ query, person, req }, deps) {
      const { store } = deps;
      if (query.case) {
        const found = await store.cases.findById(query.case, { scope: 1, reporter: 1 }).lean<Case>();
        if (!found || !await maySeeCaseNow(store, person, found)) throw new NotFound(`no case <${query.case}>`);
      }
      if (!req.get('accept')?.includes('text/event-stream')) return { last: await lastChange(store) };
      const known = number.safeParse(req.get('last-event-id') ?? '');
      await openStream(req, person, query.case ? [query.case] : [], known.success ? known.data : query.after, deps);
      return undefined;
    },
  }),
];
