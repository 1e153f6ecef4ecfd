// The departments that can take part in joint handling: by the suffix that they bear on every level, with the name that a town gives them.
import { Invalid } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Unit } from '../store/types.js';
import { JOINT_LEVELS, levelNames, type JointAnswers, type JointLevel } from './answers.js';

export interface KnownDepartment { suffix: string; name: string; levels: JointLevel[] }

/** Every department in use once, in the order of the towns' lists. */
export async function knownDepartments(store: Store): Promise<KnownDepartment[]> {
  const units = await store.units.find({ level: { $in: ['department', ...JOINT_LEVELS] }, endedOn: null }).lean<Unit[]>();
  const places = new Map(units.filter(({ level }) => level !== 'department').map((unit) => [unit._id, unit]));
  const found = new Map<string, KnownDepartment>();
  const ranked = units.filter(({ level, parent }) => level === 'department' && parent && places.has(parent))
    .map((unit) => ({ unit, place: places.get(unit.parent!)! })).sort((a, b) => JOINT_LEVELS.indexOf(a.place.level as JointLevel) - JOINT_LEVELS.indexOf(b.place.level as JointLevel));
  for (const { unit, place } of ranked) {
    const suffix = unit._id.slice(unit._id.lastIndexOf('.') + 1);
    const level = place.level as JointLevel;
    const known = found.get(suffix) ?? { suffix, name: unit.name.startsWith(place.name) ? unit.name.slice(place.name.length) || unit.name : unit.name, levels: [] };
    if (!known.levels.includes(level)) known.levels.push(level);
    found.set(suffix, known);
  }
  return [...found.values()];
}

/** Makes sure that every department exists on every level where it is to act. @throws Invalid naming those that do not */
export async function assertDepartments(store: Store, { departments, levels }: Pick<JointAnswers, 'departments' | 'levels'>): Promise<void> {
  const known = new Map((await knownDepartments(store)).map((one) => [one.suffix, one]));
  const problems = departments.flatMap(({ suffix, name }) => levels.filter((level) => !known.get(suffix)?.levels.includes(level))
    .map((level) => ({ path: 'departments', message: `${levelNames[level]}级没有部门「${known.get(suffix)?.name ?? name}」，请去掉它，或先在组织中建立` })));
  if (problems.length > 0) throw new Invalid('departments that do not exist', problems);
}
