// The rehearsals of this server: one child program at a time, its state as it last said, its end when nobody looks any more; nothing of it outlives us.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Deps } from '../processes/deps.js';
import { Conflict, Forbidden, Invalid, NotFound, Unavailable } from '../processes/errors.js';
import { findDraft } from '../processes/drafts.js';
import { noteResult } from '../processes/rehearsal/scripts.js';
import type { RehearsalCommand, Rehearsals, RehearsalState, RehearsalWish } from '../processes/rehearsal/types.js';
import { root } from '../processes/settings.js';
import { getVersion } from '../processes/versions.js';
import { folderOf, freshId, LIFE, removePlace, sweepPlaces } from './rehearsal-place.js';
import type { FromChild, ToChild } from './rehearsal.js';

/** After how long without anybody asking a rehearsal ends, milliseconds of the wall clock. */
const IDLE = 10 * 60_000;
/** How long a child may take to put everything away before it is killed. */
const GRACE = 8_000;

const NONE = '这台服务器连接的是别处的引擎，没有可以移动时间的演练引擎，所以这里不能演练。可以在流程编辑器里用「令牌模拟」看走向；要演练，请系统管理员设置 REHEARSAL_ZEEBE_ADDRESS 和 REHEARSAL_ZEEBE_MANAGEMENT。';

interface Running { state: RehearsalState; xml: string; child: ChildProcess; gone: Promise<void>; askedAt: number; orders: Map<number, (error?: Error) => void>; said: string }

const kinds: Record<string, new (message: string, ...more: any[]) => Error> = { Invalid, Conflict, NotFound, Forbidden };
const isOver = ({ state }: RehearsalState): boolean => state === 'ended' || state === 'failed';

function errorOf({ name, message, problems }: { name: string; message: string; problems?: readonly { path: string; message: string }[] }): Error {
  const Kind = kinds[name];
  return Kind ? new Kind(message, problems) : new Unavailable(message);
}

/** Opens them, and takes away what a crash left behind. */
export function openRehearsals(deps: Deps): Rehearsals {
  const { store, settings } = deps;
  let last: Running | undefined;
  let starting = false;
  let orders = 0;
  const swept = sweepPlaces(store, settings).catch((error: Error) => console.error(`rehearsals: ${error.message}`));

  const of = (id: string): Running => {
    if (last?.state.id !== id) throw new NotFound('这次演练已经不在了，请重新开始');
    last.askedAt = Date.now();
    return last;
  };

  function hear(one: Running, message: FromChild): void {
    if ('order' in message) {
      one.orders.get(message.order)?.(message.error && errorOf(message.error));
      one.orders.delete(message.order);
      return;
    }
    const before = one.state.verdict;
    one.state = { ...one.state, ...message.state, doing: message.state.doing };
    if (!before && one.state.verdict && one.state.script) void noteResult(one.state.script.id, one.state, deps).catch((error: Error) => console.error(`rehearsals: ${error.message}`));
  }

  /** The child is gone, however that came: nothing of it may stay, and whoever watches is told. */
  async function tidy(one: Running): Promise<void> {
    if (!isOver(one.state)) {
      one.state = { ...one.state, state: 'failed', doing: undefined, failure: '演练程序意外停止，已经收拾干净。请重新开始' };
      if (one.said) console.error(`rehearsal: ${one.said}`);
    }
    for (const answer of one.orders.values()) answer(new Unavailable('演练程序意外停止'));
    await removePlace(store, settings, one.state.id).catch((error: Error) => console.error(`rehearsals: ${error.message}`));
  }

  async function stop(one: Running): Promise<void> {
    if (one.child.connected) one.child.send({ end: true } satisfies ToChild);
    const clock = setTimeout(() => one.child.kill('SIGKILL'), GRACE);
    await one.gone;
    clearTimeout(clock);
  }

  function watch(one: Running): void {
    const born = Date.now();
    const timer = setInterval(() => {
      const why = Date.now() - one.askedAt > IDLE ? '十分钟没有操作，演练已自动结束' : Date.now() - born > LIFE ? '演练最多 45 分钟，已自动结束' : undefined;
      if (!why) return;
      clearInterval(timer);
      one.state.findings = [...one.state.findings, why];
      void stop(one);
    }, 15_000).unref();
    void one.gone.then(() => clearInterval(timer));
  }

  async function begin(wish: RehearsalWish, by: { id: string; name: string }): Promise<RehearsalState> {
    await swept;
    const version = await getVersion(store, wish.procedure, wish.version);
    const xml = version.files.find(({ name }) => name === `${wish.procedure}.bpmn`)?.content;
    if (!xml) throw new NotFound(`没有流程图 <${wish.procedure}>`);
    const draft = wish.version === 'draft' ? await findDraft(store, wish.procedure) : null;
    const id = freshId();
    const child = fork(join(root, 'dist/runtime/rehearsal.js'), [`--data=${folderOf(settings, id)}`], { execArgv: ['--enable-source-maps'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
    const state: RehearsalState = {
      id, procedure: wish.procedure, name: version.name, version: wish.version, label: version.label, ...(draft ? { draftRevision: draft.revision } : {}), by, state: 'starting', doing: '正在准备…',
      startedAt: new Date(), case: wish.case, steps: [], tasks: [], way: { elements: [], flows: [] }, counts: {}, incidents: [], log: [], findings: [], ...(wish.script ? { script: wish.script } : {}),
    };
    let tidied: () => void;
    const one: Running = last = { state, xml, child, askedAt: Date.now(), orders: new Map(), said: '', gone: new Promise((resolve) => { tidied = resolve; }) };
    child.stderr?.on('data', (text) => { one.said = (one.said + String(text)).slice(-4000); });
    child.on('message', (message) => hear(one, message as FromChild));
    let closed = false;
    const close = () => {
      if (!closed) void tidy(one).finally(() => tidied());
      closed = true;
    };
    // One that never came to be may not close either; one that lives and cannot be reached ends by itself.
    child.on('error', (error) => {
      one.said ||= error.message;
      if (child.pid === undefined) close();
    });
    child.once('close', close);
    watch(one);
    if (child.connected) child.send({ begin: { id, settings, name: version.name, files: version.files, wish } } satisfies ToChild);
    return state;
  }

  return {
    ...(settings.rehearsal.local || settings.rehearsal.given ? {} : { unavailable: NONE }),
    current: () => last?.state,
    async start(wish, by) {
      if (!settings.rehearsal.local && !settings.rehearsal.given) throw new Conflict(NONE);
      if (starting || (last && !isOver(last.state))) throw new Conflict(`${last?.state.by.name ?? '另一位同事'} 正在演练「${last?.state.name ?? ''}」，同时只能有一场。请等它结束，或先结束它`);
      starting = true;
      try {
        await last?.gone;
        return await begin(wish, by);
      } finally {
        starting = false;
      }
    },
    get: (id) => of(id).state,
    xml: (id) => of(id).xml,
    async tell(id, command: RehearsalCommand) {
      const one = of(id);
      if (isOver(one.state)) throw new Conflict('演练已经结束');
      if (one.state.state !== 'waiting') throw new Conflict('上一步还在进行，请稍候再试');
      const order = orders += 1;
      // Said at once: whoever looks before the child has begun must not take it for done.
      one.state = { ...one.state, state: 'running', doing: '正在办理…' };
      await new Promise<void>((resolve, reject) => {
        one.orders.set(order, (error) => (error ? reject(error) : resolve()));
        one.child.send({ order, command } satisfies ToChild);
      });
      return one.state;
    },
    async end(id) {
      const one = of(id);
      if (!isOver(one.state)) await stop(one);
      return one.state;
    },
    async close() { if (last && last.child.exitCode === null && last.child.signalCode === null) await stop(last); },
  };
}
