// Who may intervene in what: a post that allows it at a unit that the case lies in; what belongs to no case is the engine administrators'.
import { getCase } from '../cases.js';
import type { Deps } from '../deps.js';
import { Forbidden, NotFound } from '../errors.js';
import { allows, can } from '../roles.js';
import type { Case, Instance, Person } from '../store/types.js';
import type { Target } from './kind.js';

/** Whether a person may intervene in the instances of a case, or in those of none. */
export function mayIntervene(person: Person, found?: Pick<Case, 'scope'>): boolean {
  if (!found) return can(person, 'intervene') && can(person, 'operate-engine');
  return person.posts.some(({ unit, role }) => allows(role, 'intervene') && found.scope.includes(unit));
}

/** @throws NotFound when there is no such instance or none that they see; Forbidden when they only see it */
export async function getTarget(key: string, person: Person, deps: Pick<Deps, 'store'>): Promise<Target> {
  const instance = await deps.store.instances.findById(key).lean<Instance>();
  // one answer, whether it is hidden or not there
  const hidden = () => new NotFound(`no instance <${key}>`);
  if (!instance) throw hidden();
  if (!instance.caseNo) {
    if (!can(person, 'see-instances')) throw hidden();
    if (!mayIntervene(person)) throw new Forbidden('不属于任何案件的流程由系统管理员处置');
    return { instance };
  }
  const found = await getCase(instance.caseNo, person, deps).catch((error: Error) => { throw error instanceof NotFound ? hidden() : error; });
  if (!mayIntervene(person, found)) throw new Forbidden('只有本单位和下级单位的案件可以干预，由指挥长或系统管理员决定');
  return { instance, found };
}
