// Compares everything that was acknowledged with what store and engine hold, and names each thing that is lost, doubled or out of step.
import { ZBClient } from 'zeebe-node';
import { clientOptions } from '../../processes/engine.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Entry, Instance, Notice, Task } from '../../processes/store/types.js';
import type { Acknowledged } from './work.js';

const NOT_FOUND = 5;

function groupBy<T>(all: T[], key: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = key(one) ?? '';
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}

/** The texts that stand there more than once. */
const doubled = (texts: string[]): string[] => [...groupBy(texts, (text) => text)].filter(([, same]) => same.length > 1).map(([text]) => text);

async function compareCases(told: Acknowledged, { cases, instances, entries }: Store): Promise<string[]> {
  const wrong: string[] = [];
  const all = await cases.find().lean<Case[]>();
  const byClient = groupBy(all, (one) => one.clientId);
  for (const [clientId, caseNo] of told.reports) {
    const found = byClient.get(clientId) ?? [];
    if (found.length !== 1 || found[0]!._id !== caseNo) wrong.push(`report <${clientId}> was acknowledged as <${caseNo}> and is <${found.map(({ _id }) => _id).join(', ')}>`);
  }
  if (all.length !== told.reports.size) wrong.push(`<${told.reports.size}> reports became <${all.length}> cases`);
  const roots = groupBy(await instances.find({ parentKey: null, caseNo: { $ne: null } }).lean<Instance[]>(), (one) => one.caseNo);
  const filed = groupBy(await entries.find({ action: '上报' }).lean<Entry[]>(), (one) => one.caseNo);
  for (const { _id, standing, closing } of all) {
    const own = roots.get(_id) ?? [];
    if (own.length !== 1) wrong.push(`case <${_id}> has <${own.length}> instances`);
    if (standing?.state !== own[0]?.state) wrong.push(`case <${_id}> stands <${standing?.state}>, its instance <${own[0]?.state}>`);
    if (own[0]?.state === 'completed' && closing?.outcome !== '已结案') wrong.push(`case <${_id}> ended without being closed`);
    if (own[0]?.state === 'terminated') wrong.push(`case <${_id}> was terminated`);
    if (filed.get(_id)?.length !== 1) wrong.push(`case <${_id}> was filed <${filed.get(_id)?.length ?? 0}> times on its timeline`);
  }
  return wrong;
}

async function compareTasks(told: Acknowledged, { tasks, entries, notices }: Store): Promise<string[]> {
  const wrong: string[] = [];
  const all = await tasks.find().lean<Task[]>();
  const byKey = new Map(all.map((task) => [task._id, task]));
  for (const [key, { account, caseNo, elementId }] of told.submissions) {
    const task = byKey.get(key);
    const by = task?.submission?.by as { id?: string } | undefined;
    if (task?.state !== 'completed' || by?.id !== account) wrong.push(`task <${key}> <${elementId}> of <${caseNo}> was acknowledged to <${account}> and is <${task?.state}> by <${by?.id}>`);
  }
  for (const twice of doubled(all.map((task) => `${task.caseNo} ${task.elementId}`))) wrong.push(`two tasks for one step: ${twice}`);
  for (const task of all.filter(({ state }) => state === 'submitted' || state === 'withdrawn')) wrong.push(`task <${task._id}> of <${task.caseNo}> stayed <${task.state}>`);

  const timeline = await entries.find().lean<Entry[]>();
  const done = groupBy(timeline.filter(({ action }) => action === '完成'), (entry) => entry.element?.key);
  for (const { _id, elementKey, state } of all) {
    const count = done.get(elementKey)?.length ?? 0;
    if (count !== (state === 'completed' ? 1 : 0)) wrong.push(`task <${_id}> is <${state}> and has <${count}> entries`);
  }
  const entryOf = ({ caseNo, action, element, text }: Entry) => `${caseNo} ${action} ${element?.id ?? ''} ${text}`;
  for (const twice of doubled(timeline.map(entryOf))) wrong.push(`two entries: ${twice}`);
  const said = await notices.find().lean<Notice[]>();
  for (const twice of doubled(said.map(({ to, kind, title, text, taskKey, caseNo }) => `${caseNo} ${taskKey ?? ''} ${kind} ${title} ${text} ${to.join(',')}`))) wrong.push(`two notices: ${twice}`);
  const opened = new Set(said.filter(({ kind }) => kind === 'task').map(({ taskKey }) => taskKey));
  for (const task of all) if (!opened.has(task._id)) wrong.push(`nobody was told of task <${task._id}> <${task.elementId}> of <${task.caseNo}>`);
  return wrong;
}

/** Asks the engine, with calls that change nothing, whether it has what the read model has, and no more. */
async function compareEngine({ instances, elements, incidents, tasks, rejected }: Store, zeebeAddress: string): Promise<string[]> {
  const wrong: string[] = [];
  const client = new ZBClient(zeebeAddress, clientOptions);
  const knows = async (ask: () => Promise<unknown>): Promise<boolean> => {
    try {
      await ask();
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === NOT_FOUND) return false;
      throw error;
    }
  };
  try {
    for (const { _id, caseNo, state } of await instances.find({ caseNo: { $ne: null } }).lean<Instance[]>()) {
      const known = await knows(() => client.setVariables({ elementInstanceKey: _id, variables: {}, local: true }));
      if (known !== (state === 'active')) wrong.push(`instance <${_id}> of <${caseNo}> is <${state}> and the engine ${known ? 'has' : 'does not have'} it`);
    }
    for (const { _id, caseNo, state } of await tasks.find().lean<Task[]>()) {
      const known = await knows(() => client.updateJobRetries({ jobKey: _id, retries: 1 }));
      if (known !== (state === 'open')) wrong.push(`task <${_id}> of <${caseNo}> is <${state}> and the engine ${known ? 'has' : 'does not have'} it`);
    }
  } finally {
    await client.close();
  }
  const waiting = await elements.countDocuments({ state: 'active', type: { $in: ['SERVICE_TASK', 'BUSINESS_RULE_TASK'] } });
  if (waiting > 0) wrong.push(`<${waiting}> jobs of workers were never ended`);
  const faults = await incidents.find({ state: 'open' }).lean();
  for (const { elementId, message } of faults) wrong.push(`incident at <${elementId}>: ${message}`);
  for (const { error } of await rejected.find().lean()) wrong.push(`a record was set aside: ${error}`);
  return wrong;
}

/** @returns one sentence for each difference; nothing when all is as acknowledged */
export async function compare(told: Acknowledged, store: Store, zeebeAddress: string): Promise<string[]> {
  return [...told.wrong, ...await compareCases(told, store), ...await compareTasks(told, store), ...await compareEngine(store, zeebeAddress)];
}
