// One look at everything that the system is made of; each part is asked for alone and in bounded time, and what does not answer is said, never left out.
import type { Deps } from '../deps.js';
import type { Incident } from '../store/types.js';
import { findingsOf, type Finding } from './findings.js';
import { jobTypes, type JobType } from './jobs-waiting.js';
import { unknownOf, type Unknown } from './marks.js';
import { observe, type Observation } from './observe.js';
import { processesOf, type Process } from './rounds.js';
import { storageOf, type Storage } from './storage.js';
import { unreadLimits, type UnreadLimit } from './unread-limits.js';

export interface Cause { type: string; procedure: string; elementId: string; count: number; since: Date; message: string }
export interface Parts {
  observation: Observation; jobTypes: JobType[]; setAside: number; unknownTypes: Unknown[]; causes: Cause[]; outgoing: { waiting: number; failed: number; since?: Date };
  storage: Storage; processes: Process[]; rebuilding: boolean; unreadLimits: UnreadLimit[];
  /** How long the store took to answer the smallest question, milliseconds. */
  storeTook: number;
}
export interface Look extends Partial<Parts> { at: Date; well: boolean; sentence: string; findings: Finding[]; unknown: string[] }

/** A part that has not answered by then is told as one that does not, milliseconds. */
const PATIENCE = 6_000;

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`no answer within <${PATIENCE} ms>`)), PATIENCE); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Open incidents of the same element and kind, with what the latest says. */
async function causesOf({ store }: Deps): Promise<Cause[]> {
  const open = await store.incidents.find({ state: 'open' }, { type: 1, procedure: 1, elementId: 1, at: 1, message: 1 }).lean<Incident[]>();
  const causes = new Map<string, Cause>();
  for (const { type, procedure, elementId, at, message } of open) {
    const key = `${procedure} ${elementId} ${type}`;
    const one = causes.get(key) ?? { type, procedure, elementId, count: 0, since: at, message };
    causes.set(key, { ...one, count: one.count + 1, since: at < one.since ? at : one.since, message });
  }
  return [...causes.values()].sort((a, b) => b.count - a.count || a.since.getTime() - b.since.getTime());
}

async function outgoingOf({ store }: Deps): Promise<Parts['outgoing']> {
  const [waiting, failed] = await Promise.all([
    store.outgoing.find({ state: 'waiting' }, { at: 1 }).lean<{ at: Date }[]>(), store.outgoing.find({ state: 'failed' }, { _id: 1 }).lean(),
  ]);
  const since = waiting.length > 0 ? new Date(Math.min(...waiting.map(({ at }) => at.getTime()))) : undefined;
  return { waiting: waiting.length, failed: failed.length, ...(since ? { since } : {}) };
}

async function timeStore({ store }: Deps): Promise<number> {
  const began = performance.now();
  await store.settings.findById('counter:changes').lean();
  return Math.round(performance.now() - began);
}

const WORDS: Record<keyof Parts, string> = {
  observation: '引擎和引擎记录', jobTypes: '等待处理的自动任务', setAside: '搁置的记录', unknownTypes: '不认识的记录', causes: '异常', outgoing: '外发消息', storage: '存储空间', processes: '各个进程', rebuilding: '读模型是否在重建', unreadLimits: '看不懂的时限',
  storeTook: '数据库的应答',
};

/** Looks at everything. Never throws for a part that is away. */
export async function lookAround(deps: Deps): Promise<Look> {
  const { store } = deps;
  const asked: { [K in keyof Parts]: Promise<Parts[K]> } = {
    observation: observe(deps), jobTypes: jobTypes(deps), setAside: store.rejected.countDocuments().exec(), unknownTypes: unknownOf(store), causes: causesOf(deps), outgoing: outgoingOf(deps), storage: storageOf(deps),
    processes: processesOf(store), rebuilding: store.settings.findById('rebuilding').lean<{ value?: number }>().then((held) => (held?.value ?? 0) > Date.now()), storeTook: timeStore(deps), unreadLimits: unreadLimits(store),
  };
  const parts: Partial<Parts> = {};
  const missing: { part: string; error: string }[] = [];
  await Promise.all((Object.keys(asked) as (keyof Parts)[]).map(async (name) => {
    try {
      (parts as Record<string, unknown>)[name] = await within(asked[name] as Promise<unknown>);
    } catch (error) {
      missing.push({ part: WORDS[name], error: (error as Error).message });
    }
  }));
  return { at: new Date(), ...parts, ...findingsOf(parts, missing, deps) };
}
