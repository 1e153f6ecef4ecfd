// A case and its timeline as one person may read them: with the words of forms and diagrams, and what identifies people masked.
import type { Deps } from '../processes/deps.js';
import { NotFound } from '../processes/errors.js';
import { labelled, type Labelled } from '../processes/form-labels.js';
import { listsOf } from '../processes/form-lists.js';
import { concernsMasked } from '../processes/grid/concerns.js';
import { LOOKED_UP } from '../processes/partners/look-up.js';
import { described } from '../processes/projection/described.js';
import { formsOf } from '../processes/publication.js';
import type { Case, Definition, Entry, Instance, Person, Task } from '../processes/store/types.js';
import { reporterFor } from '../processes/visibility.js';
import { maskName, maskPhone } from '../processes/mask.js';
import { filledWithoutNames, hidden, hidesAny, withoutNames } from './hide.js';

/**
 * @param reveal whether they may look behind the masks: such a person reads the names of people concerned, and numbers after they asked
 */
export function showCase(found: Case, person: Person, reveal: boolean) {
  const own = found.reporter.person === person._id;
  const { name, phone, ...reporter } = reporterFor(person, found);
  const { startSentAt: _sent, restart: _restart, link: _link, said: _said, hold: _hold, erasure: _erasure, erasureAsked: _asked, ...rest } = found;
  const told = { title: found.title, place: found.place, description: found.description };
  const people = reveal ? { plan: found.plan, facts: found.facts } : withoutNames({ plan: found.plan, facts: found.facts });
  const masked = own ? [] : [...(name || phone ? ['reporter'] : []), ...(hidesAny(told) ? ['description'] : [])];
  return {
    ...hidden({ ...rest, ...people }), ...(found.concerns ? { concerns: concernsMasked(found) } : {}), ...(own ? told : {}), caseNo: found._id, reporter: own ? { ...reporter, name, phone } : { ...reporter, ...(name ? { name: maskName(name) } : {}), ...(phone ? { phone: maskPhone(phone) } : {}) }, masked,
  };
}

async function filledIn(task: Task, values: Record<string, unknown>, store: Deps['store']): Promise<Labelled[]> {
  const form = (await formsOf(store, task.definitionKey)).get(task.formKey);
  return labelled(form, values, form ? await listsOf(form, store, () => store.cases.findById(task.caseNo).lean<Case>()) : {});
}

/** Whether an entry repeats what a procedure recorded of its forms (see workers/record-fact.ts). */
const isFact = ({ who }: Entry): boolean => 'system' in who && who.system === '事实登记';

/** What was filled in is read with the words of its form, and where it happened with the names of the diagram that it ran on; an entry that hides something is `masked`. */
export async function showTimeline(timeline: Entry[], tasks: Task[], instances: Instance[], reveal: boolean, { store }: Pick<Deps, 'store'>): Promise<object[]> {
  const done = new Map(tasks.map((task) => [`done:${task._id}`, task]));
  const own = await store.definitions.find({ _id: { $in: [...new Set(instances.map((instance) => instance.definitionKey))] } }).lean<Definition[]>();
  // what another case brought here happened in a procedure that this one never ran
  const elsewhere = new Set(timeline.flatMap(({ element }) => (element?.procedure && !element.name && !own.some(({ procedure }) => procedure === element.procedure) ? [element.procedure] : [])));
  const others = elsewhere.size > 0 ? await store.definitions.find({ procedure: { $in: [...elsewhere] } }).sort({ version: 1 }).lean<Definition[]>() : [];
  const definitions = [...own, ...new Map(others.map((definition) => [definition.procedure, definition])).values()];
  const diagrams = new Map(await Promise.all(definitions.map(async (definition) => [definition.procedure, await described(definition)] as const)));
  return Promise.all(timeline.map(async (entry) => {
    const task = done.get(entry._id);
    const name = entry.element && (entry.element.name ?? diagrams.get(entry.element.procedure ?? '')?.elements.get(entry.element.id)?.name);
    const filled = task && entry.data ? await filledIn(task, entry.data, store) : undefined;
    const { who, ...whole } = entry;
    // what a data centre answered stands in the form of whoever it was asked for, not before all readers of the case
    const { data: _, ...without } = whole;
    const said: Omit<Entry, 'who'> = entry.action === LOOKED_UP ? without : whole;
    return {
      ...hidden((filled || isFact(entry)) && !reveal ? { ...said, data: withoutNames(said.data) } : said), who, ...(entry.element ? { element: { ...entry.element, name: name || entry.element.id } } : {}),
      ...(filled ? { filled: hidden(reveal ? filled : filledWithoutNames(filled)) } : {}), ...(hidesAny({ text: entry.text, why: entry.why, data: entry.data }) ? { masked: true } : {}),
    };
  }));
}

/** Who brought a matter up, as one line. */
export const reporterWords = ({ reporter: { name, phone } }: Case): string => [name, phone].filter(Boolean).join(' ') || '没有留下姓名和电话';

const lineOf = ({ label, value, rows }: Labelled): string => (rows ? `${label}：${rows.map((row) => row.map(lineOf).join('，')).join('；')}` : `${label}：${[value].flat().join('、')}`);

/** One entry of a case as it was written. @throws NotFound when the case has none of that id */
export async function entryWords(caseNo: string, id: string, { store }: Pick<Deps, 'store'>): Promise<string> {
  const entry = await store.entries.findById(id).lean<Entry>();
  if (!entry || entry.caseNo !== caseNo) throw new NotFound(`no entry <${id}>`);
  const task = id.startsWith('done:') ? await store.tasks.findById(id.slice('done:'.length)).lean<Task>() : null;
  const filled = task && entry.data ? await filledIn(task, entry.data, store) : [];
  return [entry.text, ...(entry.why ? [`原因：${entry.why}`] : []), ...filled.map(lineOf)].filter(Boolean).join('\n');
}
