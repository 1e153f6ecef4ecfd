// The engine room: one sentence that says whether all is well, what to do about what is not, and every part behind it.
import { roundName } from '../../processes/engine-room/findings.js';
import { isFailing, isGone } from '../../processes/engine-room/rounds.js';
import { elapsedWords } from '../../processes/engine-room/words.js';
import { procedureNames } from './names.js';
import { pageNumber, pager, type Page } from './page.js';

const roles: Record<string, string> = { leader: '主', follower: '从', inactive: '未参与' };
const health: Record<string, string> = { healthy: '健康', unhealthy: '不健康', dead: '已停' };
const processRoles: Record<string, string> = { all: '网页和工作', api: '网页', workers: '工作' };
const size = (bytes?: number) => (bytes === undefined ? undefined : bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.max(0.1, bytes / 1024 ** 2).toFixed(1)} MB`);
const grouped = (value?: number) => (value === undefined ? '不知道' : String(value).replace(/\B(?=(\d{3})+$)/g, ','));

function partitionsOf(look: any) {
  const { topology } = look.observation?.engine ?? {};
  const metrics = new Map((look.observation?.broker.metrics?.partitions ?? []).map((one: any) => [one.partition, one]));
  const lag = new Map((look.observation?.lag ?? []).map((one: any) => [one.partition, one]));
  const leaders = new Map((topology?.brokers ?? []).flatMap((broker: any) => broker.partitions.filter(({ role }: any) => role === 'leader').map((part: any) => [part.id, { ...part, broker }])));
  const ids = [...new Set([...Array.from({ length: topology?.partitions ?? 0 }, (_, index) => index + 1), ...lag.keys()])].sort((a: any, b: any) => a - b);
  return ids.map((id) => {
    const one: any = metrics.get(id);
    const behind: any = lag.get(id);
    const leader: any = leaders.get(id);
    return {
      id, leader: leader ? `节点 ${leader.broker.id}` : undefined, healthName: leader && health[leader.health], ill: leader && leader.health !== 'healthy',
      pressure: one?.limit === undefined ? '不知道' : `${one.inflight ?? 0} / ${one.limit}`, dropped: one ? grouped(one.dropped) : '不知道',
      applied: grouped(behind?.position), end: grouped(behind?.log), behind: behind?.records === undefined ? '不知道' : `${grouped(behind.records)} 条`,
      seconds: behind?.seconds === undefined ? '不知道' : behind.seconds === 0 ? '没有落后' : elapsedWords(behind.seconds * 1000), lastAt: behind?.at,
    };
  });
}

export const page: Page = {
  name: 'engine-room', path: '/engine-room', title: '引擎', assets: ['control-room.css', 'engine-room.js'],
  async show({ req, ask }) {
    const [look, aside, names] = await Promise.all([
      ask('/engine-room'), ask('/engine-room/set-aside', { query: { page: String(pageNumber(req)), size: '10' } }), procedureNames(ask).catch(() => ({} as Record<string, string>)),
    ]);
    const now = Date.now();
    const named = (id: string) => names[id] ?? id;
    return {
      ...look, bad: look.findings.some(({ level }: any) => level === 'bad'), partitionRows: partitionsOf(look),
      brokers: (look.observation?.engine.topology?.brokers ?? []).map((broker: any) => ({ ...broker, parts: broker.partitions.map((part: any) => `${part.id}（${roles[part.role]}，${health[part.health]}）`).join('、') })),
      version: look.observation?.engine.topology?.version, diskFree: size(look.observation?.broker.metrics?.diskFree), away: !look.observation?.engine.topology,
      types: (look.jobTypes ?? []).map((type: any) => ({ ...type, servedName: type.served === undefined ? '不知道' : type.served ? '有' : '没有', unserved: type.served === false, used: type.procedures.map(named).join('、') })),
      causes: (look.causes ?? []).map((cause: any) => ({ ...cause, procedureName: named(cause.procedure), message: cause.message.replace(/^case <[^>]*>, /, '') })),
      aside: { ...aside, items: aside.items.map((item: any) => ({ ...item, procedureName: item.procedure && named(item.procedure), pretty: pretty(item.record) })) }, pager: pager(req, aside),
      kept: { file: size(look.storage?.file), database: size(look.storage?.database), free: size(look.storage?.free), bulks: grouped(look.storage?.bulks), took: look.storeTook },
      lastBulk: Math.max(0, ...(look.observation?.marks ?? []).map(({ at }: any) => (at ? new Date(at).getTime() : 0))) || undefined,
      lastBulkAgo: ((at) => (at > 0 ? elapsedWords(now - at) : undefined))(Math.max(0, ...(look.observation?.marks ?? []).map(({ at }: any) => (at ? new Date(at).getTime() : 0)))),
      programs: (look.processes ?? []).map((process: any) => ({
        ...process, roleName: processRoles[process.role] ?? process.role, gone: isGone(process), ago: elapsedWords(now - process.at.getTime()),
        sweeps: Object.entries(process.rounds).map(([name, round]: [string, any]) => ({ name: roundName(name), failing: isFailing(round), wellAt: round.wellAt, failedAt: round.failedAt, error: round.error })).sort((a, b) => Number(b.failing) - Number(a.failing)),
      })),
    };
  },
};

/** A record as it may be read; a broken line as it came. */
function pretty(record: string): string {
  try {
    return JSON.stringify(JSON.parse(record), null, 1).slice(0, 6_000);
  } catch {
    return record.slice(0, 6_000);
  }
}
