// What each of Zeebe's records means for the documents of the read model: a pure fold, one function a value type.
import type { Calendar } from '../calendar.js';
import { fixedDue, taskClock } from '../task-clock.js';
import { taskLimit } from '../task-limit.js';
import type { Element, Instance, Task } from '../store/types.js';
import type { Described } from './described.js';
import { resumeJob, serviceJob, USER_TASK } from './jobs.js';
import type { EngineRecord } from './record.js';
import { mark, seen } from './seen.js';
import { variable } from './variable.js';
import type { WorkingSet } from './working-set.js';

/** What the fold needs beside the documents: the calendar for limits, and what a diagram says of an element. */
export interface Surroundings { calendar: Calendar; describe(definitionKey: string): Described | undefined }

type Fold = (record: EngineRecord, set: WorkingSet, around: Surroundings) => void;

const at = (record: EngineRecord) => new Date(record.timestamp);
const absent = (key: string | undefined) => key === undefined || key === '-1';

const processInstance: Fold = (record, set) => {
  const { value, intent } = record;
  if (value.bpmnElementType === 'PROCESS') foldInstance(record, set);
  const state = STATES[intent];
  if (!state) return;
  const old = set.get('elements', record.key);
  if (seen(old, record)) return;
  const moved = { elementId: value.elementId, definitionKey: value.processDefinitionKey, procedure: value.bpmnProcessId };
  if (old) {
    const ended = state === 'completed' || state === 'terminated';
    set.put('elements', { ...old, ...mark(record), ...(intent === 'ELEMENT_MIGRATED' ? { ...moved, ...wasOn(old, record) } : { state }), ...(ended ? { endedAt: at(record) } : {}) });
  } else {
    const made: Element = {
      _id: record.key, ...mark(record), instanceKey: value.processInstanceKey, ...moved, type: value.bpmnElementType, scopeKey: value.flowScopeKey,
      state, startedAt: at(record),
    };
    if (value.bpmnEventType && value.bpmnEventType !== 'UNSPECIFIED') made.event = value.bpmnEventType;
    if (state !== 'active') made.endedAt = at(record);
    set.put('elements', made);
  }
};

/** What an element was before it was taken along to another version: the way it went stays readable on the version that it went on. */
const wasOn = (old: Element, record: EngineRecord): Partial<Element> => (old.definitionKey === record.value.processDefinitionKey ? {}
  : { was: [...(old.was ?? []), { definitionKey: old.definitionKey, elementId: old.elementId, until: at(record) }] });

const STATES: Record<string, Element['state']> = {
  ELEMENT_ACTIVATING: 'active', ELEMENT_COMPLETED: 'completed', ELEMENT_TERMINATED: 'terminated', SEQUENCE_FLOW_TAKEN: 'taken', ELEMENT_MIGRATED: 'active',
};

function foldInstance(record: EngineRecord, set: WorkingSet): void {
  const { value, intent } = record;
  const state = STATES[intent];
  if (!state) return;
  const old = set.get('instances', record.key);
  if (seen(old, record)) return;
  const moved = { version: value.version, definitionKey: value.processDefinitionKey };
  if (!old) {
    // Without its beginning (older than what is kept, or than our exporter) an instance cannot be told rightly.
    if (intent !== 'ELEMENT_ACTIVATING') return;
    const parent = absent(value.parentProcessInstanceKey) ? undefined : set.get('instances', value.parentProcessInstanceKey);
    // One that was started by command has its variables first.
    const named = set.get('variables', `${record.key}:caseNo`);
    const made: Instance = {
      _id: record.key, ...mark(record), procedure: value.bpmnProcessId, ...moved, rootKey: parent?.rootKey ?? record.key, state: 'active', startedAt: at(record),
    };
    const caseNo: unknown = named && JSON.parse(named.value);
    if (typeof caseNo === 'string') made.caseNo = caseNo;
    if (!absent(value.parentProcessInstanceKey)) {
      made.parentKey = value.parentProcessInstanceKey;
      made.parentElementKey = value.parentElementInstanceKey;
      if (parent?.caseNo) made.caseNo = parent.caseNo;
    }
    set.put('instances', made);
  } else if (intent === 'ELEMENT_MIGRATED') {
    const left = old.definitionKey === moved.definitionKey ? {} : { history: [...(old.history ?? []), { definitionKey: old.definitionKey, version: old.version, until: at(record) }] };
    set.put('instances', { ...old, ...mark(record), ...moved, ...left });
  } else if (state === 'completed' || state === 'terminated') {
    set.put('instances', { ...old, ...mark(record), state, endedAt: at(record) });
  }
}

const job: Fold = (record, set, around) => {
  const { value, intent } = record;
  if (value.type !== USER_TASK) return serviceJob(record, set);
  const old = set.get('tasks', record.key);
  if (seen(old, record)) return;
  if (intent === 'CREATED') {
    set.put('tasks', newTask(record, set, around));
  } else if (old && (intent === 'COMPLETED' || intent === 'CANCELED')) {
    set.put('tasks', { ...old, ...mark(record), state: intent === 'COMPLETED' ? 'completed' : 'withdrawn', endedAt: at(record) });
  } else if (old && intent === 'MIGRATED') {
    set.put('tasks', migrated(old, record, around));
  }
};

/** Who may do it and until when stays as it was; what it is called, what it says of the case and what is filled in are of the new version. */
function migrated(old: Task, record: EngineRecord, around: Surroundings): Task {
  const { elementId, processDefinitionKey: definitionKey } = record.value;
  const { status: _before, ...rest } = old;
  const named = around.describe(definitionKey)?.elements.get(elementId);
  const formKey = named?.formKey && !named.formKey.startsWith('=') ? named.formKey : old.formKey;
  return { ...rest, ...mark(record), elementId, definitionKey, name: named?.name || elementId, formKey, ...(named?.status ? { status: named.status } : {}) };
}

function newTask(record: EngineRecord, set: WorkingSet, around: Surroundings): Task {
  const { value } = record;
  const headers: Record<string, string> = {};
  const engineHeaders: Record<string, string> = {};
  for (const [name, text] of Object.entries(value.customHeaders as Record<string, string>)) {
    if (name.startsWith('io.camunda.zeebe:')) engineHeaders[name.slice('io.camunda.zeebe:'.length)] = text;
    // neither may stand in the name of a field that is stored
    else headers[name.replace(/[.$]/g, '_')] = text;
  }
  const local = set.get('variables', `${value.elementInstanceKey}:limit`);
  const named = around.describe(value.processDefinitionKey)?.elements.get(value.elementId);
  const old = set.get('tasks', record.key);
  const task: Task = {
    ...pickHuman(old), _id: record.key, ...mark(record), caseNo: set.get('instances', value.processInstanceKey)?.caseNo ?? '', instanceKey: value.processInstanceKey,
    elementKey: value.elementInstanceKey, elementId: value.elementId, name: named?.name || value.elementId, procedure: value.bpmnProcessId,
    definitionKey: value.processDefinitionKey, formKey: engineHeaders.formKey ?? '', candidateGroups: JSON.parse(engineHeaders.candidateGroups ?? '[]'), headers,
    createdAt: at(record), state: old?.submission ? 'submitted' : 'open',
  };
  // whoever people gave it to since then has it
  const assignee = old?.moves?.at(-1)?.to ?? engineHeaders.assignee;
  if (assignee) task.assignee = assignee;
  if (named?.status) task.status = named.status;
  if (engineHeaders.dueDate) task.fixed = true;
  Object.assign(task, taskLimit(local && JSON.parse(local.value), headers.limit));
  return { ...task, ...taskClock(around.calendar, task, fixedDue(around.calendar, engineHeaders.dueDate, headers.dueOn)) };
}

function pickHuman(old: Task | undefined): Partial<Task> {
  if (!old) return {};
  const { holder, draft, submission, clock, rungs, moves, urged, cards, claimedAt } = old;
  return { holder, draft, submission, clock, rungs, ...(moves ? { moves } : {}), ...(urged ? { urged } : {}), ...(cards ? { cards } : {}), ...(claimedAt ? { claimedAt } : {}) };
}

const incident: Fold = (record, set) => {
  const { value, intent } = record;
  if (intent === 'RESOLVED' && !absent(value.jobKey)) resumeJob(record, set);
  const old = set.get('incidents', record.key);
  if (seen(old, record)) return;
  const instance = set.get('instances', value.processInstanceKey);
  if (intent === 'CREATED' && !old) {
    set.put('incidents', {
      _id: record.key, ...mark(record), instanceKey: value.processInstanceKey, elementKey: value.elementInstanceKey, elementId: value.elementId, procedure: value.bpmnProcessId,
      ...(absent(value.jobKey) ? {} : { jobKey: value.jobKey }), ...(instance?.caseNo ? { caseNo: instance.caseNo } : {}), type: value.errorType,
      message: value.errorMessage, state: 'open', at: at(record),
    });
  } else if (intent === 'RESOLVED' && old?.state === 'open') {
    set.put('incidents', { ...old, ...mark(record), state: 'resolved', endedAt: at(record) });
  } else if (intent === 'MIGRATED' && old) {
    set.put('incidents', { ...old, ...mark(record), elementId: value.elementId });
  }
};

const subscription: Fold = (record, set) => {
  const { value, intent } = record;
  if (seen(set.get('subscriptions', record.key), record)) return;
  if (intent !== 'CREATED' && intent !== 'CREATING' && intent !== 'DELETED' && intent !== 'CORRELATED') return;
  const open = intent === 'CREATED' || intent === 'CREATING' || (intent === 'CORRELATED' && !value.interrupting);
  set.put('subscriptions', {
    _id: record.key, ...mark(record), elementKey: value.elementInstanceKey, message: value.messageName, correlationKey: value.correlationKey, open,
  });
};

const definition: Fold = (record, set) => {
  const { value } = record;
  if (seen(set.get('definitions', value.processDefinitionKey), record)) return;
  set.put('definitions', {
    _id: value.processDefinitionKey, ...mark(record), procedure: value.bpmnProcessId, version: value.version, resource: value.resourceName,
    xml: Buffer.from(value.resource, 'base64').toString('utf8'), at: at(record),
  });
};

/** Value type → what it means. Types that are not here are not read. */
export const meaning: Record<string, Fold> = {
  PROCESS_INSTANCE: processInstance, VARIABLE: variable, JOB: job, INCIDENT: incident, PROCESS_MESSAGE_SUBSCRIPTION: subscription, PROCESS: definition,
};
