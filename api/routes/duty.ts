// Duty and absence: rosters by unit, who is away and who does their tasks, deputies.
import { z } from 'zod';
import { endAbsence, getAwayable, setAbsence } from '../../processes/duty/absence.js';
import { onDuty, shiftsOf } from '../../processes/duty/roster.js';
import { copyWeek, dropShift, gapsIn, getPlanned, mayPlan, planShift } from '../../processes/duty/shifts.js';
import { audit } from '../../processes/audit.js';
import { Invalid, NotFound } from '../../processes/errors.js';
import { findMembers, getUnit, groupOf, postedAt } from '../../processes/organisation.js';
import { can, findRole } from '../../processes/roles.js';
import { DAY, startOfShanghaiDay } from '../../processes/shanghai.js';
import type { Person, Unit } from '../../processes/store/types.js';
import { unitsById } from '../../processes/units.js';
import { actorOf } from '../../processes/tasks.js';
import { seesUnit } from '../../processes/visibility.js';
import { route, type Route } from '../route.js';
import { id, text } from '../schemas.js';

const tag = '值班和请假';
const ability = 'plan-duty' as const;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '不是日期');
const moment = z.iso.datetime({ offset: true, error: '请填写日期和时间' }).transform((written) => new Date(written));
const shift = z.object({ id: z.string(), role: z.string(), person: z.string(), name: z.string(), from: z.date(), until: z.date() });
const span = z.object({ from: z.date(), until: z.date() });

/** Whoever may see a roster: people of the unit, and those above it. */
const seesRoster = (person: Person, unit: Unit) => seesUnit(person, unit) || person.posts.some((post) => post.unit === unit._id || mayPlan(person, unit));

export const dutyRoutes: Route[] = [
  route({
    method: 'get', path: '/duty/{unit}', tag, summary: 'The roster of a unit for seven days from a day on, who is on duty now, and hours that nobody covers.', params: z.object({ unit: id }),
    query: z.object({ from: day, role: id }),
    answer: z.object({ shifts: z.array(shift), gaps: z.array(span), now: z.array(z.object({ id: z.string(), name: z.string(), phone: z.string().optional() })), people: z.array(z.object({ id: z.string(), name: z.string() })), plan: z.boolean() }),
    async handle({ params, query, person }, { store, clock }) {
      const unit = await getUnit(store, params.unit);
      if (!seesRoster(person, unit)) throw new NotFound(`no unit <${params.unit}>`);
      const from = startOfShanghaiDay(query.from);
      const until = new Date(from.getTime() + 7 * DAY);
      const group = groupOf({ unit: unit._id, role: query.role });
      const [shifts, members, duty] = await Promise.all([shiftsOf(store, unit._id, from, until), findMembers(store, group), onDuty(store, group, clock.now())]);
      const own = shifts.filter(({ role }) => role === query.role);
      const known = new Map((await store.people.find({ _id: { $in: [...own.map((one) => one.person), ...duty] } }, { name: 1, phone: 1 }).lean<Person[]>()).map((one) => [one._id, one]));
      return {
        shifts: own.map(({ _id, role, person: who, from: begin, until: end }) => ({ id: _id, role, person: who, name: known.get(who)?.name ?? who, from: begin, until: end })),
        gaps: own.length > 0 ? gapsIn(own, from, until) : [], now: [...new Set(duty)].map((one) => ({ id: one, name: known.get(one)?.name ?? one, phone: known.get(one)?.phone })),
        people: members.map(({ _id, name }) => ({ id: _id, name })), plan: mayPlan(person, unit),
      };
    },
  }),
  route({
    method: 'put', path: '/duty/{unit}/shifts/{id}', tag, summary: 'Plans or changes a shift; the client names it, so that sending it twice is one.', ability, params: z.object({ unit: id, id: z.string().max(80) }),
    body: z.object({ role: id, person: id, from: moment, until: moment }), status: 204, answer: z.void(),
    async handle({ params, body, person }, deps) { await planShift(params.id, { unit: params.unit, ...body }, person, deps); },
  }),
  route({
    method: 'delete', path: '/duty/{unit}/shifts/{id}', tag, summary: 'Takes a shift out of the roster.', ability, params: z.object({ unit: id, id: z.string().max(80) }), status: 204, answer: z.void(),
    async handle({ params, person }, deps) { await dropShift(params.id, person, deps); },
  }),
  route({
    method: 'post', path: '/duty/{unit}/copies', tag, summary: 'Copies the week before into the week that begins on a day; what was copied already stays one.', ability, params: z.object({ unit: id }), body: z.object({ from: day }),
    answer: z.object({ copied: z.number().int() }),
    async handle({ params, body, person }, deps) { return { copied: await copyWeek(params.unit, startOfShanghaiDay(body.from), person, deps) }; },
  }),
  route({
    method: 'put', path: '/duty/{unit}/deputies/{role}', tag, summary: 'Names the deputy of a post (副手), or nobody.', ability, params: z.object({ unit: id, role: id }), body: z.object({ person: id.optional() }), status: 204, answer: z.void(),
    async handle({ params, body, person }, { store, clock }) {
      const unit = await getPlanned(store, params.unit, person);
      if (!findRole(params.role)) throw new NotFound(`no role <${params.role}>`);
      const deputy = body.person ? await store.people.findById(body.person).lean<Person>() : null;
      if (body.person && !deputy?.active) throw new Invalid('no such person', [{ path: 'person', message: '没有这个人，或账号已停用' }]);
      await audit(store, clock.now(), actorOf(person), '指定副手', { kind: 'unit', id: unit._id }, `${params.role}：${deputy?._id ?? '无'}`);
      await store.units.updateOne({ _id: unit._id }, deputy ? { $set: { [`deputies.${params.role}`]: deputy._id } } : { $unset: { [`deputies.${params.role}`]: 1 } });
    },
  }),
  route({
    method: 'get', path: '/absences', tag, summary: 'Your absence, and those of people whose duty you plan; `people`: who works at your units, and at `unit` when you plan its duty, with the grids directly below.', query: z.object({ unit: id.optional() }),
    answer: z.object({ own: z.looseObject({}).optional(), others: z.array(z.looseObject({ id: z.string(), name: z.string() })), people: z.array(z.object({ id: z.string(), name: z.string() })) }),
    async handle({ query, person }, { store, clock }) {
      const [units, now] = [await unitsById(store), clock.now()];
      const plans = (one: string): boolean => { const unit = units.get(one); return unit !== undefined && mayPlan(person, unit); };
      const places = [...new Set([...person.posts.map(({ unit }) => unit), ...(query.unit && plans(query.unit) ? [query.unit] : [])])];
      const grids = [...units.values()].filter(({ level, path, endedOn }) => level === 'grid' && !endedOn && places.includes(path.at(-2)!)).map(({ _id }) => _id);
      const [people, away, self] = await Promise.all([
        postedAt(store, [...places, ...grids]), can(person, ability) ? store.people.find({ active: true, 'absence.until': { $gt: now } }).lean<Person[]>() : [], store.people.findById(person._id).lean<Person>(),
      ]);
      const others = away.filter(({ _id, posts }) => _id !== person._id && posts.some(({ unit }) => plans(unit)));
      const substitutes = new Map((await store.people.find({ _id: { $in: others.flatMap(({ absence }) => absence?.substitute ?? []) } }, { name: 1 }).lean<Person[]>()).map((one) => [one._id, one.name]));
      return {
        own: self?.absence, people: people.map(({ _id, name }) => ({ id: _id, name })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
        others: others.map(({ _id, name, absence }) => ({ id: _id, name, ...absence!, covered: absence!.covered?.length ?? 0, substituteName: substitutes.get(absence!.substitute ?? '') })),
      };
    },
  }),
  route({
    method: 'put', path: '/absences/{person}', tag, summary: 'Enters an absence: your own, or of somebody whose duty you plan.', params: z.object({ person: id }),
    body: z.object({ from: moment, until: moment, substitute: id.optional(), reason: text(100) }), status: 204, answer: z.void(),
    async handle({ params, body, person }, deps) { await setAbsence(params.person, body, person, deps); },
  }),
  route({
    method: 'delete', path: '/absences/{person}', tag, summary: 'Ends an absence early, or takes back one that has not begun.', params: z.object({ person: id }), status: 204, answer: z.void(),
    async handle({ params, person }, deps) { await endAbsence((await getAwayable(deps.store, params.person, person))._id, person, deps); },
  }),
];
