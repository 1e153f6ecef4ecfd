// Hard matters (重点难点问题): what of one's unit is stuck now, the agendas on which it was, and putting it on this month's before the clock does.
import { z } from 'zod';
import { categoryName } from '../../processes/categories.js';
import type { Deps } from '../../processes/deps.js';
import { Conflict } from '../../processes/errors.js';
import { agendaOf, fileAgenda, ownOf } from '../../processes/hard-issues/agenda.js';
import { hardMatters } from '../../processes/hard-issues/matters.js';
import { unitsFor } from '../../processes/roles.js';
import type { Case, Person, Unit } from '../../processes/store/types.js';
import { actorOf } from '../../processes/tasks.js';
import { caseFilter } from '../../processes/visibility.js';
import { maskedText } from '../../processes/mask.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';
import { caseSummary } from '../summaries.js';

const tag = '重点难点问题';
const ability = 'supervise' as const;
const any = z.looseObject({});

/** The widest unit in which a person supervises. */
async function unitOf(person: Person, { store }: Pick<Deps, 'store'>): Promise<Unit> {
  const own = unitsFor(person, ability);
  const found = await store.units.find({ _id: { $in: own } }, { outline: 0 }).lean<Unit[]>();
  return found.sort((a, b) => a.path.length - b.path.length)[0]!;
}

/** Whether a unit's hard matters go to a leading group's office of its own. */
const hasMeeting = ({ level }: Unit): boolean => level === 'county' || level === 'city';

export const hardIssueRoutes: Route[] = [
  route({
    method: 'get', path: '/hard-issues', tag, ability, summary: 'What of your unit is stuck now and why, the gravest first; and this month\'s agenda if it was filed.',
    answer: z.object({ unit: any, mayFile: z.boolean(), agenda: any.optional(), items: z.array(any) }),
    async handle({ person }, deps) {
      const unit = await unitOf(person, deps);
      const meets = hasMeeting(unit);
      const [matters, agenda] = await Promise.all([hardMatters(unit, deps), meets ? agendaOf(unit._id, deps) : null]);
      return {
        unit: { id: unit._id, name: unit.name }, mayFile: meets && !agenda && ownOf(matters, unit).length > 0, ...(agenda ? { agenda: caseSummary(agenda) } : {}),
        items: matters.map(({ caseNo, title, category, why, reportedAt, since, city }) => ({ caseNo, title: maskedText(title), category, categoryName: categoryName(category), why, reportedAt, since, at: city ? '市级研究' : '县级研究' })),
      };
    },
  }),
  route({
    method: 'get', path: '/hard-issues/agendas', tag, ability, summary: 'The agendas of your unit, the newest first.', query: z.object(paging),
    answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(any) }),
    async handle({ query: { page, size }, person }, { store }) {
      const filter = { ...caseFilter(person), procedure: 'hard-issues' };
      const [total, items] = await Promise.all([store.cases.countDocuments(filter), store.cases.find(filter).sort({ reportedAt: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Case[]>()]);
      return { total, page, size, items: items.map((one) => ({ ...caseSummary(one), matters: one.suggestion?.origins.length ?? 0 })) };
    },
  }),
  route({
    method: 'post', path: '/hard-issues/agenda', tag, ability, summary: 'Puts what is stuck in your county, or lies with your city, on this month\'s agenda of the leading group\'s office now; once a month, done again it is the same.',
    body: z.object({}), answer: z.object({ caseNo: z.string().optional(), created: z.boolean() }), status: 201,
    async handle({ person }, deps) {
      const unit = await unitOf(person, deps);
      if (!hasMeeting(unit)) throw new Conflict('议程由县（市、区）或市的指挥长、督查员提交');
      return await fileAgenda(unit, deps, { by: actorOf(person) }) ?? { created: false };
    },
  }),
];
