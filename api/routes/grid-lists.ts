// The words that registers and check-ins choose from, and how an administrator changes them.
import { z } from 'zod';
import { audit } from '../../processes/audit.js';
import type { Deps } from '../../processes/deps.js';
import { Forbidden } from '../../processes/errors.js';
import { gridLists, listSources, loadLists, saveLists } from '../../processes/grid/lists.js';
import { allows } from '../../processes/roles.js';
import type { Person } from '../../processes/store/types.js';
import { actorOf } from '../../processes/tasks.js';
import { route, type Route } from '../route.js';

const tag = '四清登记';
const answer = z.object({ lists: gridLists, revision: z.int(), sources: z.record(z.string(), z.object({ name: z.string(), source: z.string() })), may: z.object({ change: z.boolean() }) });

/** One list for all: whoever changes it manages settings, or keeps the rules, at the county or above. */
async function mayChange(person: Person, { store }: Pick<Deps, 'store'>): Promise<boolean> {
  const posts = person.posts.filter(({ role }) => allows(role, 'manage-settings') || allows(role, 'edit-calendar')).map(({ unit }) => unit);
  const units = posts.length ? await store.units.find({ _id: { $in: posts } }).lean() : [];
  return units.some(({ level }) => level === 'county' || level === 'city');
}

export const gridListRoutes: Route[] = [
  route({
    method: 'get', path: '/grid-lists', tag, summary: 'Categories, occasions, duties and roles that are in force, and where each list comes from.', answer,
    async handle({ person }, deps) {
      return { ...(await loadLists(deps.store)), sources: listSources, may: { change: await mayChange(person, deps) } };
    },
  }),
  route({
    method: 'put', path: '/grid-lists', tag, summary: 'Replaces the lists; what was registered before keeps its words.', ability: 'edit-calendar', body: z.object({ lists: gridLists, revision: z.int().min(0) }), answer,
    async handle({ body, person, req }, deps) {
      if (!await mayChange(person, deps)) throw new Forbidden('这些清单由县级以上维护');
      await audit(deps.store, deps.clock.now(), actorOf(person), 'grid-lists', { kind: 'settings', id: 'grid-lists' }, `修改网格登记清单（第 ${body.revision + 1} 次）`, req.ip);
      return { ...(await saveLists(deps.store, body.lists, body.revision)), sources: listSources, may: { change: true } };
    },
  }),
];
