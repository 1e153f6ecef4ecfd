// Every request that may change something leaves one line in the audit, at the latest before it is answered: who, what by the ids in its address, and how it ended; never what was sent.
import type { Request } from 'express';
import { asRequest, audit, type AuditedRequest } from '../processes/audit.js';
import type { Deps } from '../processes/deps.js';
import { actorOf } from '../processes/tasks.js';
import { describe } from './errors-describe.js';
import type { Route } from './route.js';

/** What the first part of an address is about; the part itself where nothing is said. */
const KINDS: Record<string, string> = {
  tasks: 'task', cases: 'case', people: 'person', absences: 'person', duty: 'unit', organisation: 'unit', drafts: 'procedure', procedures: 'procedure', instances: 'instance', registers: 'register', reports: 'case', visits: 'visit',
  attachments: 'attachment', r: 'reporter',
};
/** What answers name as made. */
const made = (result: unknown): string | undefined => {
  const { caseNo, id, _id } = (result ?? {}) as Record<string, unknown>;
  return [caseNo, id, _id].find((one) => typeof one === 'string') as string | undefined;
};

/** A request by its address: ids stand there, secrets do not get in. */
function aboutOf({ path }: Route, params: Record<string, string | string[]>, result?: unknown): { about: { kind: string; id: string }; text: string } {
  const first = path.split('/')[1]!;
  const [one, ...more] = Object.entries(params).filter(([name]) => name !== 'token').map(([name, value]) => [name, String(value).slice(0, 200)] as const);
  return { about: { kind: KINDS[first] ?? first, id: one?.[1] ?? made(result) ?? '-' }, text: more.map(([name, value]) => `${name}=${value}`).join(' ') };
}

/**
 * Answers a request and writes its line, unless what it did wrote one by itself. What was refused gets a line with the status; too many tries get none, or whoever tries could fill the audit.
 *
 * @throws what the answer throws; whatever the store throws when the line cannot be written
 */
export async function audited(route: Route, req: Request, deps: Deps, answer: () => Promise<unknown>): Promise<unknown> {
  const request: AuditedRequest = { address: req.ip, person: req.person?._id, written: false, outcome: false };
  const who = req.person ? actorOf(req.person) : { system: '未登录' };
  const line = async (result?: unknown, status?: number): Promise<void> => {
    const { about, text } = aboutOf(route, req.params, result);
    await audit(deps.store, deps.clock.now(), who, `${route.method.toUpperCase()} ${route.path}`, about, text, { address: req.ip, status });
  };
  return asRequest(request, async () => {
    let result: unknown;
    try {
      result = await answer();
    } catch (error) {
      const { status } = describe(error).details;
      // why it was refused is the answer, whether or not that could be written down
      if (!request.outcome && status !== 429) await line(undefined, status).catch(() => undefined);
      throw error;
    }
    if (!request.written) await line(result);
    return result;
  });
}
