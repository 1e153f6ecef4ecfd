// Duty and absence: the roster of a unit as a week, who is on duty now, being away and who does the tasks meanwhile.
import { mayPlan } from '../../processes/duty/shifts.js';
import { MOST_LISTED, unitInField } from '../../processes/find-units.js';
import { postedAt } from '../../processes/organisation.js';
import { can, roleName } from '../../processes/roles.js';
import { dayNumber, formatDay, isDay, parseDay, shanghaiDay } from '../../processes/shanghai.js';
import type { Unit } from '../../processes/store/types.js';
import { unitsById } from '../../processes/units.js';
import { clock as timeOf } from '../../views/helpers/format.js';
import { warningsShown } from '../warnings-shown.js';
import { given, type Page } from './page.js';

/** The posts that keep watch, first those of a centre. */
const WATCH = ['dispatcher', 'duty-leader', 'intake', 'commander', 'officer', 'head'];
const DAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];

/** Monday of the week that a day lies in. Day 0, 1970-01-01, was a Thursday. */
const mondayOf = (day: string): string => formatDay(parseDay(day) - ((parseDay(day) + 3) % 7));
const time = (at: Date | string) => timeOf(at).slice(0, 5);
/** From when to when, as one day shows it. */
const within = (from: Date, until: Date, day: number) => `${dayNumber(from) < day ? '00:00' : time(from)}–${dayNumber(new Date(until.getTime() - 1)) > day ? '24:00' : time(until) === '00:00' ? '24:00' : time(until)}`;

export const page: Page = {
  name: 'duty', path: '/duty', title: '值班和请假', assets: ['accounts.css', 'duty.css', 'warnings.css', 'accounts.js'],
  async show({ req, ask, person, deps }) {
    const now = deps.clock.now();
    const today = shanghaiDay(now);
    const units = [...(await unitsById(deps.store)).values()].filter((each) => !each.endedOn && each.level !== 'grid' && (person.posts.some((post) => post.unit === each._id) || mayPlan(person, each)));
    const unit = units.find(({ _id }) => _id === given(req, 'unit')) ?? units.find(({ _id }) => person.posts.some((post) => post.unit === _id)) ?? units[0];
    const held = unit ? [...new Set((await postedAt(deps.store, [unit._id])).flatMap(({ posts }) => posts.filter((post) => post.unit === unit._id).map(({ role }) => role)))] : [];
    const roles = WATCH.filter((role) => held.includes(role));
    const own = person.posts.find((post) => post.unit === unit?._id)?.role;
    const role = roles.find((one) => one === given(req, 'role')) ?? roles.find((one) => one === own) ?? roles[0];
    const asked = given(req, 'from');
    const monday = mondayOf(isDay(asked) ? asked : today);
    const [roster, absences, { items: warned }] = await Promise.all([unit && role ? ask('/duty/{unit}', { params: { unit: unit._id }, query: { from: monday, role } }) : undefined, ask('/absences', { query: { unit: unit?._id } }), ask('/warnings')]);
    const first = parseDay(monday);
    // hours that are over cannot be covered any more
    const gaps = roster?.gaps.filter(({ until }: { until: Date }) => until > now) ?? [];
    const on = (from: Date, until: Date, day: number) => dayNumber(from) <= day && dayNumber(new Date(until.getTime() - 1)) >= day;
    const deputy = unit && role ? (await deps.store.units.findById(unit._id, { deputies: 1 }).lean<Unit>())?.deputies?.[role] : undefined;
    const address = (from: number) => `?unit=${unit?._id}&role=${role}&from=${formatDay(from)}`;
    return {
      warnings: warningsShown(warned), unit, role, gaps, roleName: role && roleName(role), monday, today, roster, planning: roster?.plan && can(person, 'plan-duty'), before: address(first - 7), after: address(first + 7), this: address(parseDay(mondayOf(today))),
      week: `${formatDay(first).slice(5).replace('-', '月')}日 至 ${formatDay(first + 6).slice(5).replace('-', '月')}日`,
      ...(units.length > MOST_LISTED ? { many: true, unitText: unit && await unitInField(unit._id, deps.store) } : { units: units.map(({ _id, name }) => ({ _id, name, chosen: _id === unit?._id })) }), roles: roles.map((id) => ({ id, name: roleName(id), chosen: id === role })),
      days: roster && DAYS.map((name, index) => ({
        name, date: formatDay(first + index), short: formatDay(first + index).slice(5).replace('-', '/'), today: formatDay(first + index) === today,
        parts: [...roster.shifts, ...gaps.map((gap: any) => ({ ...gap, gap: true }))].filter((one: any) => on(one.from, one.until, first + index)).sort((a: any, b: any) => a.from - b.from)
          .map((one: any) => ({ ...one, span: within(one.from, one.until, first + index), now: !one.gap && one.from <= now && now < one.until })),
      })),
      absence: absences.own && { ...absences.own, running: absences.own.from <= now, substituteName: absences.people.find(({ id }: { id: string }) => id === absences.own.substitute)?.name },
      others: absences.others, colleagues: absences.people.filter(({ id }: { id: string }) => id !== person._id), me: person._id, people: absences.people,
      deputies: absences.people.map((each: { id: string }) => ({ ...each, chosen: each.id === deputy })), deputyName: deputy && absences.people.find(({ id }: { id: string }) => id === deputy)?.name, fresh: crypto.randomUUID(),
    };
  },
};
