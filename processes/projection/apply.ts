// Applies a bulk of records to the read model: bring what they touch, fold, write, then say what follows from it.
import type { Calendar } from '../calendar.js';
import type { Rejected, Task } from '../store/types.js';
import { writeAbout } from './about.js';
import { writeCells } from './cells.js';
import { described, remembered, type Described } from './described.js';
import { isServiceJob, USER_TASK } from './jobs.js';
import { meaning } from './meaning.js';
import type { EngineRecord } from './record.js';
import { track } from './track.js';
import { unbridged } from './unbridged.js';
import { WorkingSet, type Shelf } from './working-set.js';

export interface Applied {
  /** Tasks that this bulk speaks of, as they are after it. */
  tasks: Task[];
  /** Cases whose standing may have changed. */
  cases: Set<string>;
  /** Cases whose diagrams show something else now. */
  moved: Set<string>;
  /** Cells of figures in which something may have changed. */
  cells: Set<string>;
  /** Records that could not be applied. */
  rejected: Omit<Rejected, 'at'>[];
}

const events = (records: EngineRecord[]) => records.filter((record) => record.recordType === 'EVENT' && Object.hasOwn(meaning, record.valueType));

/** The diagrams of every definition that these records speak of; from the store comes only what is deployed by them or was not read before. */
async function bringDefinitions(records: EngineRecord[], set: WorkingSet, rejected: Applied['rejected'], calendar: Calendar): Promise<Map<string, Described>> {
  const keysOf = (some: EngineRecord[]) => [...new Set(some.map((record) => record.value.processDefinitionKey as string).filter((key) => key && key !== '-1'))];
  const deployed = records.filter((record) => record.valueType === 'PROCESS');
  await set.bring('definitions', keysOf(deployed));
  fold(deployed, set, new Map(), calendar, rejected);
  const keys = keysOf(records);
  await set.bring('definitions', keys.filter((key) => !remembered(key)));
  const diagrams = new Map<string, Described>();
  for (const key of keys) {
    const definition = set.get('definitions', key);
    const diagram = remembered(key) ?? (definition && await described(definition));
    if (diagram) diagrams.set(key, diagram);
  }
  return diagrams;
}

/** Reads every document that these records change or look at. */
async function bringDocuments(records: EngineRecord[], set: WorkingSet): Promise<void> {
  const ids = { instances: new Set<string>(), elements: new Set<string>(), tasks: new Set<string>(), variables: new Set<string>(), incidents: new Set<string>(), subscriptions: new Set<string>(), jobs: new Set<string>() };
  for (const { valueType, key, value, intent } of records) {
    if (value.processInstanceKey && value.processInstanceKey !== '-1') ids.instances.add(value.processInstanceKey);
    if (value.parentProcessInstanceKey && value.parentProcessInstanceKey !== '-1') ids.instances.add(value.parentProcessInstanceKey);
    if (valueType === 'PROCESS_INSTANCE') {
      ids.elements.add(key);
      if (value.bpmnElementType === 'PROCESS' && intent === 'ELEMENT_ACTIVATING') ids.variables.add(`${key}:caseNo`);
    }
    if (valueType === 'VARIABLE') {
      ids.variables.add(`${value.scopeKey}:${value.name}`);
      if (value.scopeKey !== value.processInstanceKey) ids.elements.add(value.scopeKey);
    }
    else if (valueType === 'INCIDENT') {
      ids.incidents.add(key);
      if (intent === 'RESOLVED' && value.jobKey !== '-1') ids.jobs.add(value.jobKey);
    }
    else if (valueType === 'PROCESS_MESSAGE_SUBSCRIPTION') ids.subscriptions.add(key);
    else if (valueType === 'JOB' && value.type !== USER_TASK) {
      ids.jobs.add(key);
      ids.elements.add(value.elementInstanceKey);
    } else if (valueType === 'JOB') {
      ids.tasks.add(key);
      if (intent === 'CREATED') ids.variables.add(`${value.elementInstanceKey}:limit`);
    }
  }
  await Promise.all(Object.entries(ids).map(([name, wanted]) => set.bring(name as keyof typeof ids, wanted)));
}

function fold(records: EngineRecord[], set: WorkingSet, diagrams: Map<string, Described>, calendar: Calendar, rejected: Applied['rejected']): void {
  const around = { calendar, describe: (key: string) => diagrams.get(key) };
  for (const record of records) {
    try {
      meaning[record.valueType]!(record, set, around);
      track(record, set);
    } catch (error) {
      rejected.push({ _id: `${record.partition}-${record.position}`, error: (error as Error).message, record: JSON.stringify(record) });
    }
  }
}

/**
 * Applies records of one partition, in their order. Applying them twice, whole or in part, changes nothing the second time: each document
 * keeps the position of the last record that it has seen.
 */
export async function applyRecords(all: EngineRecord[], shelf: Shelf, calendar: Calendar): Promise<Applied> {
  const set = new WorkingSet(shelf);
  const rejected: Applied['rejected'] = [];
  const relevant = unbridged(events(all));
  const diagrams = await bringDefinitions(relevant, set, rejected, calendar);
  // supervision and its like run every minute; of them only what goes wrong or waits is kept
  const records = relevant.filter((record) => record.valueType !== 'PROCESS' && (record.valueType === 'INCIDENT' || isServiceJob(record) || !diagrams.get(record.value.processDefinitionKey)?.housekeeping));
  await bringDocuments(records, set);
  fold(records, set, diagrams, calendar, rejected);
  const cells = await writeCells(records, set, shelf, await writeAbout(set, shelf));
  await set.flush();

  return { ...concerned(records, set), cells, rejected };
}

/** Which tasks and cases these records speak of, whether or not they changed anything: what follows from them may not have been said before a crash. */
function concerned(records: EngineRecord[], set: WorkingSet): Pick<Applied, 'tasks' | 'cases' | 'moved'> {
  const tasks = new Map<string, Task>();
  const cases = new Set<string>();
  const moved = new Set<string>();
  for (const { valueType, key, value } of records) {
    const task = valueType === 'JOB' ? set.get('tasks', key) : undefined;
    if (task) tasks.set(key, task);
    const matters = task || (valueType === 'VARIABLE' && value.name === 'caseNo')
      || (valueType === 'PROCESS_INSTANCE' && (value.bpmnElementType === 'PROCESS' || value.bpmnElementType === 'END_EVENT'));
    const caseNo = set.get('instances', value.processInstanceKey)?.caseNo;
    if (caseNo) moved.add(caseNo);
    if (caseNo && matters) cases.add(caseNo);
  }
  return { tasks: [...tasks.values()], cases, moved };
}
