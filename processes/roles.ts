// The roles that a post can have, and what each may do beyond the tasks that are given to it.
import type { Person, Unit } from './store/types.js';

/** What a role may allow; where (which units) is decided by `visibility.ts`. */
export type Ability =
  /** sees every case of the unit of the post and of all units below it */
  | 'see-below'
  /** may withdraw a case that another person reported */
  | 'withdraw'
  /** may give a task of the unit (and below) to another person, or take it over */
  | 'assign'
  /** may edit the working-day calendar */
  | 'edit-calendar'
  /** may sort orders of partners (转办工单) of the unit and all below it, and send them back (退单) */
  | 'sort-orders'
  /** may look into the engine: instances, elements, incidents */
  | 'see-instances'
  /** may see the figures of the units of the post and all below: overview and analysis */
  | 'see-figures'
  /** may intervene in instances: cancel, retry, move a token, correct a variable, restart */
  | 'intervene'
  /** may issue and lift a warning (预警), which opens a check of every household in need there */
  | 'issue-warning'
  /** may supervise (督办): give cards, write a leader's remark, ask for an answer */
  | 'supervise'
  /** may look into the engine room: brokers, job types, lag, records set aside */
  | 'operate-engine'
  /** may draw and change procedures, and move running cases to another version */
  | 'edit-procedures'
  /** may let a procedure that another person drew go into force */
  | 'approve-procedures'
  /** keeps the registers of a grid (四清) and checks in there (五到场) */
  | 'keep-registers'
  /** may read the registers of the unit and all below it */
  | 'see-registers'
  /** may plan who is on duty at the unit, and enter absences of its people */
  | 'plan-duty'
  /** may look behind the mask of a name, a telephone or an ID number; each look is written down */
  | 'unmask'
  /** may make accounts and give posts */
  | 'manage-people'
  /** may change settings, messages to the outside and outlines of grids */
  | 'manage-settings'
  /** may see what recurs in the units of the post and below (反复问题) */
  | 'see-recurring'
  /** may take up what recurs there as a policy pilot, or set it aside */
  | 'propose-policy'
  /** may compute, correct and publish assessments (考核) of the unit of the post and all below */
  | 'assess'
  /** may read the audit and verify its chain */
  | 'read-audit';

/** `at`: the levels of units at which there is such a post. */
export interface Role { id: string; name: string; at: readonly Unit['level'][]; abilities: readonly Ability[] }

const centres = ['town', 'county', 'city'] as const;

// The posts of grid governance; which role may do what is this project's proposal.
export const roles: readonly Role[] = [
  { id: 'grid-member', name: '网格员', at: ['grid'], abilities: ['see-below', 'keep-registers', 'see-registers', 'unmask'] },
  { id: 'grid-leader', name: '网格长', at: ['grid', 'village'], abilities: ['see-below', 'keep-registers', 'see-registers', 'unmask', 'see-figures'] },
  { id: 'intake', name: '村网格中心受理员', at: ['village'], abilities: ['see-below', 'sort-orders', 'keep-registers', 'see-registers', 'unmask', 'see-figures'] },
  { id: 'dispatcher', name: '联动中心分流员', at: centres, abilities: ['see-below', 'sort-orders', 'withdraw', 'assign', 'see-registers', 'unmask', 'see-figures'] },
  { id: 'duty-leader', name: '镇值班领导', at: ['town'], abilities: ['see-below', 'sort-orders', 'withdraw', 'assign', 'see-instances', 'see-registers', 'plan-duty', 'unmask', 'see-figures', 'supervise', 'see-recurring', 'propose-policy', 'issue-warning'] },
  { id: 'helper', name: '邻里和志愿者', at: ['grid', 'village'], abilities: [] },
  { id: 'officer', name: '部门承办人', at: ['department'], abilities: ['unmask'] },
  { id: 'head', name: '部门负责人', at: ['department'], abilities: ['assign', 'plan-duty', 'unmask', 'see-figures'] },
  { id: 'commander', name: '指挥长', at: ['county', 'city'], abilities: ['see-below', 'sort-orders', 'withdraw', 'assign', 'see-instances', 'approve-procedures', 'see-registers', 'plan-duty', 'unmask', 'see-figures', 'intervene', 'supervise', 'see-recurring', 'propose-policy', 'issue-warning'] },
  { id: 'supervisor', name: '督查员', at: centres, abilities: ['see-below', 'see-instances', 'see-figures', 'supervise', 'see-recurring'] },
  { id: 'follow-up', name: '回访员', at: centres, abilities: ['see-below', 'unmask', 'see-figures'] },
  { id: 'assessor', name: '考核员', at: centres, abilities: ['see-below', 'see-figures', 'see-recurring', 'assess'] },
  { id: 'policy', name: '流程管理员', at: ['county', 'city'], abilities: ['see-below', 'edit-calendar', 'see-instances', 'edit-procedures', 'approve-procedures', 'see-figures', 'see-recurring', 'propose-policy'] },
  { id: 'admin', name: '系统管理员', at: centres, abilities: ['see-below', 'edit-calendar', 'see-instances', 'plan-duty', 'manage-settings', 'see-figures', 'intervene', 'operate-engine'] },
  { id: 'security', name: '安全管理员', at: centres, abilities: ['manage-people'] },
  { id: 'auditor', name: '安全审计员', at: centres, abilities: ['read-audit'] },
];

/** The three offices of which nobody holds two (三员分立, GB/T 22239—2019 8.1.5: system, security and audit administration are apart). */
export const offices: readonly string[] = ['admin', 'security', 'auditor'];

const byId = new Map(roles.map((role) => [role.id, role]));

/** A role by its id, or nothing when there is none of that name. */
export const findRole = (id: string): Role | undefined => byId.get(id);

const levelNames: Record<Unit['level'], string> = { grid: '网格', village: '村（社区）', town: '镇（街道）', county: '县（市、区）', city: '市', department: '部门' };

/** Why there is no such post at a unit; nothing when there may be. A role that nobody knows is not judged. */
export function misplaced(role: string, { name, level }: Pick<Unit, 'name' | 'level'>): string | undefined {
  const known = findRole(role);
  return known && !known.at.includes(level) ? `「${known.name}」只设在${known.at.map((one) => levelNames[one]).join('、')}，「${name}」是${levelNames[level]}` : undefined;
}

/** The Chinese name of a role; an unknown one is shown as it is. */
export const roleName = (id: string): string => byId.get(id)?.name ?? id;

/** Every ability that some role has. */
export const abilities: readonly Ability[] = [...new Set(roles.flatMap((role) => role.abilities))];

/** Whether a role allows something. */
export const allows = (role: string, ability: Ability): boolean => byId.get(role)?.abilities.includes(ability) ?? false;

/** The units at which a person's posts allow something, each once; it holds for all below them, too. */
export const unitsFor = (person: Pick<Person, 'posts'>, ability: Ability): string[] => [...new Set(person.posts.filter(({ role }) => allows(role, ability)).map(({ unit }) => unit))];

/** Which of the three offices posts give, each once. */
export const officesOf = (posts: readonly { role: string }[]): string[] => offices.filter((office) => posts.some(({ role }) => role === office));

/** Whether any post of a person allows something, wherever that post is; one of several will do. */
export const can = (person: Pick<Person, 'posts'>, ability: Ability | readonly Ability[]): boolean => [ability].flat().some((one) => person.posts.some(({ role }) => allows(role, one)));
