// Which running cases will meet a new version: the engine takes tables and called procedures in their newest version when a case reaches them.
import { getDraft } from './drafts.js';
import { decisionsOf, readProcedure, type Procedure } from './procedure.js';
import { findInForce, newestReleases } from './publication.js';
import type { Deps } from './deps.js';
import type { Case, Instance, Person, Release } from './store/types.js';
import { caseFilter } from './visibility.js';

/** What changes for running cases, who reaches it from where, and which cases that are; `hidden` counts those outside the reader's units. */
export interface Impact {
  kind: 'procedure' | 'decision'; id: string; name: string; through: { procedure: string; name: string; elements: string[] }[];
  cases: { caseNo: string; title: string; procedure: string; version: number }[]; total: number; hidden: number;
}

const SHOWN = 200;

/** Where procedures in force use something. @param byExpression whether it may also be what an expression names when a case gets there */
function usersOf(all: Map<string, Procedure>, uses: (procedure: Procedure) => { element: string; target: string }[], wanted: string, byExpression: boolean) {
  return [...all.values()].filter(({ id }) => id !== wanted).flatMap((procedure) => {
    const elements = uses(procedure).filter(({ target }) => target === wanted || (byExpression && target.startsWith('='))).map(({ element }) => procedure.elements.find(({ id }) => id === element)?.name ?? element);
    return elements.length > 0 ? [{ procedure: procedure.id, name: procedure.name, elements }] : [];
  });
}

/** The running cases that will meet what the draft of a procedure changes, once it is published. */
export async function impactOf(procedure: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ items: Impact[] }> {
  const [draft, newest, releases] = await Promise.all([getDraft(store, procedure), findInForce(store, procedure), newestReleases(store)]);
  const inForce = new Map(await Promise.all([...releases.values()].map(async (release) => [release.procedure, await readProcedure(diagramOf(release))] as const)));
  const before = (name: string) => newest?.files.find((file) => file.name === name)?.content;
  const changed = draft.files.filter(({ name, content }) => before(name) !== content);
  const items: Impact[] = [];
  for (const { content } of changed.filter((file) => file.name.endsWith('.dmn'))) {
    const decisions = decisionsOf(content).map((decision) => ({ ...decision, through: usersOf(inForce, ({ calledDecisions }) => calledDecisions.map(({ element, decision: target }) => ({ element, target })), decision.id, true) }));
    // what only other tables of the file ask is met through them
    const asked = decisions.some(({ through }) => through.length > 0) ? decisions.filter(({ through }) => through.length > 0) : decisions;
    for (const { through, ...decision } of asked) {
      items.push({ kind: 'decision', id: decision.id, name: decision.name, through, ...(await casesOn(through.map((one) => one.procedure), person, store)) });
    }
  }
  const through = usersOf(inForce, ({ calledProcedures }) => calledProcedures.map(({ element, procedure: target }) => ({ element, target })), procedure, inForce.get(procedure)?.joint ?? false);
  if (changed.length > 0 && newest && through.length > 0) {
    items.push({ kind: 'procedure', id: procedure, name: draft.name, through, ...(await casesOn(through.map((one) => one.procedure), person, store)) });
  }
  return { items };
}

const diagramOf = (release: Release): string => release.files.find(({ name }) => name === `${release.procedure}.bpmn`)!.content;

async function casesOn(procedures: string[], person: Person, store: Deps['store']): Promise<Pick<Impact, 'cases' | 'total' | 'hidden'>> {
  const instances = await store.instances.find({ procedure: { $in: procedures }, state: 'active' }).lean<Instance[]>();
  const byCase = new Map(instances.flatMap((one) => (one.caseNo ? [[one.caseNo, one] as const] : [])));
  const seen = await store.cases.find({ ...caseFilter(person), _id: { $in: [...byCase.keys()] } }, { title: 1 }).limit(SHOWN).lean<Pick<Case, '_id' | 'title'>[]>();
  const visible = seen.length < SHOWN ? seen.length : await store.cases.countDocuments({ ...caseFilter(person), _id: { $in: [...byCase.keys()] } });
  return {
    total: byCase.size, hidden: byCase.size - visible,
    cases: seen.map(({ _id, title }) => ({ caseNo: _id, title, procedure: byCase.get(_id)!.procedure, version: byCase.get(_id)!.version })),
  };
}
