// What a look at the system means: whether all is well in one sentence, and for each thing that is not, what it is and what to do.
import { elapsedWords } from './words.js';
import type { Deps } from '../deps.js';
import type { Parts } from './look.js';
import { SILENCE } from './observe.js';
import { isFailing, isGone } from './rounds.js';
import { LEAST_ROOM } from './storage.js';

/** `short`: a few words for the sentence; `todo`: what a person does about it. */
export interface Finding { level: 'bad' | 'warn'; short: string; what: string; todo: string; link?: string; detail?: string }
export interface Verdict { well: boolean; sentence: string; findings: Finding[]; unknown: string[] }

/** Behind by more than this counts as late, seconds. */
const LATE = 30;
const SLOW = 1_000;
const MUCH_WAITING = 10 * 60_000;

type Around = Pick<Deps, 'clock' | 'settings'>;
type Found = Partial<Parts>;

function engine({ observation }: Found): Finding[] {
  if (!observation) return [];
  const { topology, error } = observation.engine;
  if (!topology) return [{ level: 'bad', short: '引擎没有应答', what: '引擎没有应答，案件不会往前走。', todo: '检查引擎是否在运行、网络是否通；引擎恢复后会自己接上，已提交的任务会重新送达。', ...(error ? { detail: error } : {}) }];
  const led = new Map(topology.brokers.flatMap(({ partitions }) => partitions.filter(({ role }) => role === 'leader').map((one) => [one.id, one] as const)));
  const all = Array.from({ length: topology.partitions }, (_, index) => index + 1);
  const leaderless = all.filter((id) => !led.has(id));
  const ill = [...new Set(topology.brokers.flatMap(({ partitions }) => partitions.filter(({ health }) => health !== 'healthy').map(({ id }) => id)))];
  return [
    ...(leaderless.length > 0 ? [{ level: 'bad' as const, short: `分区 ${leaderless.join('、')} 没有主节点`, what: `分区 ${leaderless.join('、')} 没有主节点，这些分区上的案件停着。`, todo: '看引擎的日志，确认多数节点在运行；节点恢复后会自己选出主节点。' }] : []),
    ...(ill.length > 0 ? [{ level: 'bad' as const, short: `分区 ${ill.join('、')} 不健康`, what: `分区 ${ill.join('、')} 报告不健康。`, todo: '看引擎的日志和磁盘空间；空间不足时引擎停止处理。' }] : []),
  ];
}

function stream({ observation, rebuilding }: Found): Finding[] {
  if (!observation) return [];
  if (rebuilding) return [{ level: 'warn', short: '读模型正在重建', what: '读模型正在重建，期间新记录暂不进来，页面上是重建前的样子。', todo: '等它结束；记录留在引擎里，不会丢。' }];
  const { marks, lag, engine: { topology }, broker } = observation;
  const found: Finding[] = [];
  const newest = Math.max(0, ...marks.map(({ at }) => at?.getTime() ?? 0));
  if (topology && marks.length > 0 && newest > 0 && Date.now() - newest > SILENCE) {
    found.push({ level: 'bad', short: '引擎记录中断', what: `引擎在运行，但它的记录已有 ${elapsedWords(Date.now() - newest)} 没有到达，页面上的进展停在那时。`, todo: '检查引擎的导出地址（RECORDS_PORT）、账号和本系统的日志；恢复后会从断开处补上。' });
  } else {
    const late = lag.filter(({ records = 0, seconds = 0 }) => records > 0 && seconds > LATE);
    if (late.length > 0) found.push({ level: 'warn', short: '进展跟得慢', what: `${late.map(({ partition, records, seconds }) => `分区 ${partition} 落后约 ${records} 条、${elapsedWords((seconds ?? 0) * 1000)}`).join('；')}。`, todo: '通常几分钟内会追上；一直在增加，请看数据库的应答时间和本系统的日志。' });
  }
  if (observation.refused > 0) found.push({ level: 'warn', short: '记录被退回', what: `两次查看之间，有 ${observation.refused} 批记录没有收下，引擎会再发。`, todo: '偶尔一次不用处理；反复出现，请看本系统的日志里 records 开头的行。' });
  if (observation.dropped > 0) found.push({ level: 'warn', short: '引擎限流', what: `两次查看之间，引擎因为忙拒绝了 ${observation.dropped} 个请求，它们会重试。`, todo: '持续出现说明负载超过引擎能力：错开批量操作，或给引擎加分区和机器。' });
  if (broker.error) found.push({ level: 'warn', short: '看不到引擎内部', what: '引擎的管理端口没有应答，不知道落后多少、是否限流。', todo: '检查 ZEEBE_MANAGEMENT 的地址和防火墙。', detail: broker.error });
  const free = broker.metrics?.diskFree;
  if (free !== undefined && free < LEAST_ROOM) found.push({ level: 'bad', short: '引擎的磁盘快满', what: `引擎所在磁盘只剩 ${(free / 1024 ** 3).toFixed(1)} GB，低于 2 GB 时引擎停止处理。`, todo: '马上清理或扩容引擎所在的磁盘。' });
  return found;
}

function work({ jobTypes = [], processes = [], causes = [] }: Found, { clock }: Around): Finding[] {
  const now = clock.now().getTime();
  const found = jobTypes.filter(({ idle }) => idle).map(({ type, waiting, since, served }): Finding => ({
    level: 'bad', short: `「${type}」${served === false ? '没有人处理' : '停着没人取'}`,
    what: `${waiting} 个「${type}」自动任务在等，最早的等了 ${elapsedWords(now - since!.getTime())}。`,
    todo: served === false ? '本系统没有处理这种任务的程序：请流程管理员核对流程图里的任务类型，或启动提供它的程序。' : '本系统有处理它的程序但没有在取：检查工作进程（npm run start:workers）是否在运行，必要时重启。',
  }));
  const stuck = processes.filter((one) => !isGone(one)).flatMap(({ id, stuck: all }) => all.map(({ what, since }) => ({ id, what, since })));
  if (stuck.length > 0) found.push({ level: 'bad', short: '工作进程停着', what: `进程 ${[...new Set(stuck.map(({ id }) => id))].join('、')} 报告停着不动：${[...new Set(stuck.map(({ what }) => (what === 'gateway' ? '连不上引擎' : what)))].join('、')}。`, todo: '引擎在运行时，重启这个工作进程。' });
  const broken = causes.reduce((sum, { count }) => sum + count, 0);
  if (broken > 0) found.push({ level: 'bad', short: `${broken} 处异常`, what: `${broken} 处异常，${causes.length} 种原因，这些案件停在出错的环节。`, todo: '按原因修好，再在实例页重试。', link: '/instances?incident=true' });
  return found;
}

function rest({ setAside = 0, unreadLimits = [], unknownTypes = [], outgoing, storage, processes = [], storeTook = 0 }: Found): Finding[] {
  const found: Finding[] = [];
  if (setAside > 0) found.push({ level: 'bad', short: `${setAside} 条记录搁置`, what: `${setAside} 条引擎记录没能应用，相关案件的进展可能不完整。`, todo: '在下面「搁置的记录」里查看原因；更新软件后再应用一次，确认无用才放弃。', link: '#set-aside' });
  if (unreadLimits.length > 0) found.push({ level: 'bad', short: `${unreadLimits.length} 项任务的时限看不懂`, what: `${unreadLimits.length} 项任务的时限看不懂，先按 ${unreadLimits[0]!.limit}计时：${unreadLimits.slice(0, 5).map(({ name, caseNo }) => `${caseNo}「${name}」`).join('、')}${unreadLimits.length > 5 ? ' 等' : ''}。`, todo: '请流程管理员在流程的决策表里改正时限的写法并发布；已经开始的任务，在实例页用「调整时限」改。', link: `/procedures/${unreadLimits[0]!.procedure}` });
  if (unknownTypes.length > 0) found.push({ level: 'warn', short: '有不认识的记录', what: `引擎发来本系统不认识的记录：${unknownTypes.map(({ type, count }) => `${type} ${count} 条`).join('、')}。`, todo: '引擎版本可能比本系统新：核对两边的版本。已认识的记录照常应用。' });
  if (outgoing && outgoing.failed > 0) found.push({ level: 'warn', short: `${outgoing.failed} 条外发消息没发出`, what: `${outgoing.failed} 条短信、邮件或群消息没有发出。`, todo: '在「外发消息」里看原因并重发。', link: '/outgoing' });
  if (outgoing?.since && Date.now() - outgoing.since.getTime() > MUCH_WAITING) found.push({ level: 'warn', short: '外发消息积压', what: `${outgoing.waiting} 条外发消息在等，最早的等了 ${elapsedWords(Date.now() - outgoing.since.getTime())}。`, todo: '检查工作进程和短信网关、邮件服务器、机器人是否能连通。', link: '/outgoing' });
  if (storage?.free !== undefined && storage.free < LEAST_ROOM) found.push({ level: 'bad', short: '磁盘快满', what: `数据所在磁盘只剩 ${(storage.free / 1024 ** 3).toFixed(1)} GB。`, todo: '清理磁盘，或缩短记录的保留天数（RECORDS_KEEP_DAYS）。' });
  if (storeTook > SLOW) found.push({ level: 'warn', short: '数据库慢', what: `数据库用了 ${(storeTook / 1000).toFixed(1)} 秒才答一个最小的问题。`, todo: '看数据库所在机器的负载和磁盘。' });
  for (const process of processes) {
    if (isGone(process)) {
      found.push({ level: 'warn', short: '有进程没有消息', what: `进程 ${process.id}（${ROLES[process.role] ?? process.role}）已有 ${elapsedWords(Date.now() - process.at.getTime())} 没有消息。`, todo: '它若不是有意停掉的，请重启；停掉一天后不再提示。' });
      continue;
    }
    const failing = Object.entries(process.rounds).filter(([, round]) => isFailing(round));
    if (failing.length > 0) found.push({ level: 'warn', short: '有定时工作失败', what: `进程 ${process.id} 的定时工作没有做成：${failing.map(([name]) => roundName(name)).join('、')}。`, todo: '看下面「进程和定时工作」里的原因；引擎或数据库不可用时，恢复后会自己好。', detail: failing.map(([name, { error }]) => `${name}: ${error ?? '没有按时进行'}`).join('；') });
  }
  return found;
}

const ROLES: Record<string, string> = { all: '网页和工作', api: '网页', workers: '工作' };
const ROUNDS: Record<string, string> = {
  keep: '清理旧记录', migrations: '迁移', outlines: '网格边界', organisation: '组织变更', changes: '清理变更提醒', outgoing: '发送消息', forget: '清理旧消息', lapsed: '过期事项', absences: '请假代办', duty: '值班空缺', retention: '到期清除', procedures: '流程发布',
  watch: '查看工作进程', resend: '重发', observe: '查看引擎', rounds: '记录进程情况', figures: '计算指标',
};
/** What a round is called in Chinese; one without a name is shown by its own. */
export const roundName = (name: string): string => ROUNDS[name] ?? name;

/** Says what a look means. @param missing parts that did not answer */
export function findingsOf(parts: Found, missing: { part: string; error: string }[], around: Around): Verdict {
  const findings = [
    ...engine(parts), ...stream(parts), ...work(parts, around), ...rest(parts),
    ...missing.map(({ part, error }): Finding => ({ level: 'bad', short: `看不到${part}`, what: `没有问到「${part}」，不知道好不好。`, todo: '数据库可能慢或不可用，稍后刷新再看。', detail: error })),
  ].sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
  const unknown = [
    ...(around.settings.zeebeManagement ? [] : ['没有设置引擎的管理地址（ZEEBE_MANAGEMENT），不知道落后多少条、是否限流、引擎磁盘还剩多少']),
    ...(parts.observation && parts.observation.marks.length === 0 ? ['还没有收到过引擎的记录'] : []),
  ];
  const well = findings.length === 0;
  const tail = unknown.length > 0 ? `另有 ${unknown.length} 项看不到。` : '';
  return { well, findings, unknown, sentence: well ? `${unknown.length > 0 ? '看得到的都正常。' : '一切正常，没有要处理的事。'}${tail}` : `有 ${findings.length} 件事要处理：${findings.map(({ short }) => short).join('、')}。${tail}` };
}
