// The stream by which a page learns that something it shows has changed: what that is it asks for by itself, so that nothing personal goes along.
import { createSession } from 'better-sse';
import { z } from 'zod';
import { getCase } from '../../processes/cases.js';
import { caseKey, keysOf } from '../../processes/feed.js';
import { follow } from '../../processes/follow.js';
import { TooManyAttempts } from '../errors.js';
import { route, type Route } from '../route.js';

import { goesOn } from '../session.js';

/** Streams of one session at once: more windows than anybody looks at. */
const MOST = 10;
/** Between two looks whether the session goes on, and two signs of life, milliseconds. */
const CHECK = 15_000;
const open = new Map<string, number>();

export const eventRoutes: Route[] = [
  route({
    method: 'get', path: '/events', tag: '变化', gives: 'text/event-stream',
    summary: 'A stream of server-sent events `changed`: something about you, your groups, your units or the case `about` is not as it was. Goes on after `Last-Event-ID` (or `from`). Ends with the session.',
    query: z.object({ about: z.string().max(40).optional(), from: z.string().max(20).optional() }), answer: z.string(),
    async handle({ query, person, req, res }, deps) {
      const { store } = deps;
      if (query.about) await getCase(query.about, person, deps);
      const sid = req.sessionID;
      if ((open.get(sid) ?? 0) >= MOST) throw new TooManyAttempts(20, '打开的页面太多，请关掉一些');
      open.set(sid, (open.get(sid) ?? 0) + 1);
      // nothing on the way may gather or change it: compression would hold it back
      res.set('Cache-Control', 'no-store, no-transform');
      const stream = await createSession(req, res, { keepAlive: CHECK, headers: { 'X-Accel-Buffering': 'no' } });
      const keys = new Set([...keysOf(person), ...(query.about ? [caseKey(query.about)] : [])]);
      const end = (): void => { if (!res.writableEnded) res.end(); };
      const check = async (): Promise<void> => { if (!await goesOn(req, deps).catch(() => true)) end(); };
      const timer = setInterval(() => void check(), CHECK);
      const following = follow(store, {
        keys,
        tell(last, about) {
          const push = (): void => { if (stream.isConnected && !res.writableEnded) stream.push({}, 'changed', last); };
          // what is about oneself may be that one was signed out
          if (about.includes(person._id)) void check().then(push);
          else push();
        },
      }, stream.lastId || query.from);
      const over = (): void => {
        clearInterval(timer);
        void following.then((stop) => stop());
        const left = (open.get(sid) ?? 1) - 1;
        if (left > 0) open.set(sid, left);
        else open.delete(sid);
      };
      if (stream.isConnected) stream.once('disconnected', over);
      else over();
      await following;
    },
  }),
];
