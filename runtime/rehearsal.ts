// The program of one rehearsal, a child of the web program: an engine and a database of its own, the draft on it, one case played, and nothing left behind.
import { mkdirSync } from 'node:fs';
import { Conflict, Invalid } from '../processes/errors.js';
import type { ProcedureFile } from '../processes/store/types.js';
import { shanghaiYear } from '../processes/shanghai.js';
import { copyOrganisation, publishStage, type Surroundings } from '../processes/rehearsal/stage.js';
import type { RehearsalCommand, RehearsalState, RehearsalWish } from '../processes/rehearsal/types.js';
import type { Settings } from '../processes/settings.js';
import { insertOnce, openStore, type Store } from '../processes/store/store.js';
import { openParts, openRecords, openWorkers, type Parts } from './compose.js';
import { groundOf, openBroker, type Broker } from './rehearsal-ground.js';
import { folderOf, markPlace, rehearsalUri, removePlace } from './rehearsal-place.js';
import { perform } from './rehearsal-performance.js';
import { script } from './scripts.js';

/** What the web program says first. */
export interface Begin { id: string; settings: Settings; name: string; files: ProcedureFile[]; wish: RehearsalWish }
export type ToChild = { begin: Begin } | { order: number; command: RehearsalCommand } | { end: true };
export type FromChild = { state: Partial<RehearsalState> } | { order: number; error?: { name: string; message: string; problems?: readonly { path: string; message: string }[] } };

const tell = (message: FromChild): void => { if (process.connected) process.send?.(message); };

/** A fault of ours or of the machine is told as what it means for whoever rehearses; its own words stay behind. */
const inWords = (said: string): string => (/\p{Script=Han}/u.test(said) ? said : `演练引擎没有正常工作，可能是机器太忙或磁盘不足，请稍后再试（${said}）`);

/** On an engine that has seen other rehearsals no case number may come twice. */
async function skipNumbers(store: Store): Promise<void> {
  const counties = await store.units.find({ level: 'county' }).lean();
  const value = 100_000 + Math.floor(Math.random() * 800_000);
  await insertOnce(store.settings, counties.map(({ _id, code }) => ({ _id: `counter:case:${code ?? _id.toUpperCase()}:${shanghaiYear(new Date())}`, value })));
}

async function prepare({ id, settings, name, files, wish }: Begin, hold: { broker?: Broker; parts?: Parts }): Promise<{ parts: Parts; ground: ReturnType<typeof groundOf> }> {
  const folder = folderOf(settings, id);
  mkdirSync(folder, { recursive: true });
  const { freePort } = await script('ports.mjs');
  const { given } = settings.rehearsal;
  // A given engine knows the password of the live ones; our own is told a fresh one.
  const records = given ? { ...settings.records, port: given.recordsPort } : { ...settings.records, host: '127.0.0.1', port: await freePort() as number, user: 'rehearsal', password: crypto.randomUUID() };
  tell({ state: { doing: given ? '正在连接演练引擎…' : '正在启动演练用的引擎，大约需要十秒…' } });
  const copy = async (): Promise<[Store, Surroundings]> => {
    const live = await openStore(settings.mongoUri);
    await markPlace(live, settings, id);
    const own = await openStore(rehearsalUri(settings.mongoUri, id));
    const around = await copyOrganisation(live, own);
    await live.close();
    if (given) await skipNumbers(own);
    return [own, around];
  };
  const [broker, [own, around]] = await Promise.all([openBroker(settings, folder, records).then((one) => (hold.broker = one)), copy()]);
  await own.close();
  tell({ state: { doing: '正在发布草稿和其他在用的流程…' } });
  // Nothing of a rehearsal reaches anybody outside.
  const { smsGateway: _sms, botWebhook: _bot, smtp: _mail, ...rest } = settings;
  const parts = hold.parts = await openParts({ ...rest, role: 'all', demo: false, mongoUri: rehearsalUri(settings.mongoUri, id), zeebeAddress: broker.address, zeebeManagement: broker.management, records });
  const ground = groundOf(broker);
  await openRecords(parts, async () => {
    ground.heard();
    return false;
  });
  await publishStage({ procedure: wish.procedure, name, files }, around, parts.deps).catch((error: Error) => {
    throw error instanceof Invalid ? new Conflict(`引擎不接受这份流程：${error.message}`) : error;
  });
  openWorkers(parts, ground.workers);
  return { parts, ground };
}

async function rehearse(begin: Begin): Promise<void> {
  const hold: { broker?: Broker; parts?: Parts } = {};
  let ending = false;
  const end = async (last: Partial<RehearsalState>) => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), 12_000).unref();
    try {
      const { deps } = hold.parts ?? {};
      if (begin.settings.rehearsal.given && deps) for (const { _id } of await deps.store.instances.find({ state: 'active', caseNo: { $ne: null }, parentKey: null }).lean()) await deps.engine.cancel(_id).catch(() => undefined);
      hold.broker?.stop();
      await Promise.race([hold.parts?.close(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
      const live = await openStore(begin.settings.mongoUri);
      await removePlace(live, begin.settings, begin.id);
      await live.close();
    } finally {
      tell({ state: { doing: undefined, ...last } });
      setTimeout(() => process.exit(0), 100);
    }
  };
  // Without the server nobody would end us.
  process.once('disconnect', () => void end({ state: 'ended' }));
  process.on('message', (message: ToChild) => { if ('end' in message) void end({ state: 'ended' }); });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end({ state: 'ended' }));
  try {
    const { parts, ground } = await prepare(begin, hold);
    await perform(begin, ground, parts.deps, { tell: (state) => tell({ state }), reply: (order, error) => tell({ order, error }), over: () => void end({ state: 'ended' }) });
  } catch (error) {
    console.error((error as Error).stack);
    await end({ state: 'failed', failure: inWords((error as Error).message) });
  }
}

process.env.TZ = 'Asia/Shanghai';
process.once('message', (message: ToChild) => { if ('begin' in message) void rehearse(message.begin); });
