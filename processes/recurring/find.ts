// Recurring trouble is found: of a unit and a kind, all at once, from the cases alone; done again it comes out the same. What is being tried or was settled is not offered again for what was reported until then.
import type { Deps } from '../deps.js';
import { dayNumber, startOfDayNumber } from '../shanghai.js';
import { insertOnce } from '../store/store.js';
import type { Case, Trouble, Unit } from '../store/types.js';
import { clustersIn, isHere } from './clusters.js';
import { mattersSince, type Matter } from './matters.js';
import { rulesOf, type Rule, type Rules } from './rule.js';
import { tellOffered } from './tell-offered.js';

type Doing = Pick<Deps, 'store' | 'clock' | 'engine'>;

export const placeKey = (unit: string, category: string): string => `${unit}|${category}`;

/** The first instant of the window that ends now. */
export const windowFrom = (days: number, now: Date): Date => startOfDayNumber(dayNumber(now) - days + 1);

/** What of a trouble follows from its matters. */
const told = (matters: Matter[], rule: Rule) => ({
  cases: matters.map(({ caseNo }) => caseNo), total: matters.length, reports: matters.reduce((sum, { cases }) => sum + cases.length, 0),
  reporters: new Set(matters.flatMap(({ reporters }) => reporters)).size, first: matters[0]!.at, last: matters.at(-1)!.at, rule,
});

/** Whether a matter is behind a trouble that is being tried or was settled: then it asks for nothing new. */
const answered = (trouble: Trouble, matter: Matter): boolean => (trouble.state === 'taken' || (trouble.state === 'settled' && matter.at <= trouble.settled!.at)) && isHere(trouble, matter, trouble.rule.metres);

async function foundIn(unit: Unit, category: string, rule: Rule, { store, clock }: Doing): Promise<void> {
  const now = clock.now();
  const [matters, known] = await Promise.all([mattersSince(unit._id, category, windowFrom(rule.days, now), store), store.troubles.find({ at: placeKey(unit._id, category) }).sort({ foundAt: 1 }).lean<Trouble[]>()]);
  let pool = matters.filter((matter) => !known.some((trouble) => answered(trouble, matter)));
  for (const trouble of known.filter(({ state }) => state === 'offered' || state === 'lapsed')) {
    const own = pool.filter((matter) => isHere(trouble, matter, rule.metres));
    const recurs = own.length >= rule.count;
    if (recurs) pool = pool.filter((matter) => !own.includes(matter));
    await store.troubles.updateOne({ _id: trouble._id, state: { $in: ['offered', 'lapsed'] } }, { $set: recurs ? { state: 'offered', ...told(own, rule) } : { state: 'lapsed' } });
  }
  for (const { middle, matters: own } of clustersIn(pool, rule)) {
    const before = known.filter((trouble) => trouble.state === 'settled' && isHere(trouble, middle, rule.metres)).at(-1)?._id;
    const made: Trouble = {
      _id: `${unit._id}:${category}:${middle.caseNo}`, at: placeKey(unit._id, category), unit: unit._id, category, path: unit.path, place: middle.place, grid: middle.grid, state: 'offered', foundAt: now,
      ...(before ? { before } : {}), ...told(own, rule),
    };
    // told first, under its own key: after a crash it is found and told again, and told once
    await tellOffered(made, unit, store, now);
    await insertOnce(store.troubles, [made]);
  }
}

/** Finds it again for units and kinds. @param pairs each unit with the kinds in question there @throws Invalid when the table's row cannot be used; Unavailable when the engine is away */
async function findIn(pairs: Map<string, Set<string>>, rules: Rules, deps: Doing): Promise<number> {
  const units = new Map((await deps.store.units.find({ _id: { $in: [...pairs.keys()] } }, { outline: 0 }).lean<Unit[]>()).map((unit) => [unit._id, unit]));
  let looked = 0;
  for (const [id, kinds] of pairs) {
    const unit = units.get(id);
    for (const category of unit ? kinds : []) {
      const rule = await rules(category);
      if (rule) await foundIn(unit!, category, rule, deps);
      else await deps.store.troubles.updateMany({ at: placeKey(id, category), state: 'offered' }, { $set: { state: 'lapsed' } });
      looked += 1;
    }
  }
  return looked;
}

const note = (pairs: Map<string, Set<string>>, unit: string, category: string): void => void pairs.set(unit, (pairs.get(unit) ?? new Set()).add(category));

/** Finds it again around cases: what the sweep of changed figures calls. @returns how many places and kinds were looked at */
export async function findAround(caseNos: string[], deps: Doing): Promise<number> {
  const rules = rulesOf(deps);
  const pairs = new Map<string, Set<string>>();
  for (const { category, town, county, procedure } of await deps.store.cases.find({ _id: { $in: caseNos } }, { category: 1, town: 1, county: 1, procedure: 1 }).lean<Case[]>()) {
    const rule = procedure === 'grid-event' ? await rules(category) : undefined;
    if (rule) note(pairs, rule.level === 'town' ? town : county, category);
  }
  return findIn(pairs, rules, deps);
}

/** Finds it everywhere: once a day, so that what fell out of the window is no longer offered and nothing was missed. @param table the decision that is asked */
export async function findEverywhere(deps: Doing, table?: string): Promise<{ looked: number; offered: number }> {
  const { store, clock } = deps;
  const rules = rulesOf(deps, table);
  const pairs = new Map<string, Set<string>>();
  for (const { unit, category } of await store.troubles.find({ state: 'offered' }, { unit: 1, category: 1 }).lean<Trouble[]>()) note(pairs, unit, category);
  for (const { _id } of await store.units.find({ level: 'county' }, { _id: 1 }).lean<Unit[]>()) {
    // a year covers every window that a table should have; a longer one is found as cases come
    for await (const { category, town, county, procedure } of store.cases.find({ scope: _id, reportedAt: { $gte: windowFrom(366, clock.now()) } }, { category: 1, town: 1, county: 1, procedure: 1 }).lean<Case[]>().cursor()) {
      const rule = procedure === 'grid-event' ? await rules(category) : undefined;
      if (rule) note(pairs, rule.level === 'town' ? town : county, category);
    }
  }
  const looked = await findIn(pairs, rules, deps);
  return { looked, offered: await store.troubles.countDocuments({ state: 'offered' }) };
}
