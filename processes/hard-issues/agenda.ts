// The month's agenda of a county: its hard matters go to the office of the leading group (领导小组办公室) as a case of their own, once a month however often it is tried.
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { Conflict } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { chain, findPeople } from '../organisation.js';
import { fileReport } from '../report.js';
import { sameId } from '../same-id.js';
import { shanghaiDay } from '../shanghai.js';
import type { Actor, Case, Unit } from '../store/types.js';
import { caseScope } from '../visibility.js';
import { hardMatters } from './matters.js';

/** So many matters go on one agenda; what is over waits for the next. */
const MOST = 50;
/** The office that keeps the agenda where the diagram names no other: 政法委. */
const OFFICE = 'zzb';

/** The client id of a county's agenda of a month: the same for whoever files it. */
const clientIdOf = (county: string, month: string): string => sameId('hard-issues', county, month);

const monthOf = (now: Date): string => shanghaiDay(now).slice(0, 7);

/** The agenda of this month, if it was filed. */
export const agendaOf = (county: string, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Case | null> => store.cases.findOne({ clientId: clientIdOf(county, monthOf(clock.now())) }).lean<Case>();

const monthName = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

/**
 * Files this month's agenda of a county.
 *
 * @param by who asks for it; unset: the clock
 * @returns nothing when there are no hard matters
 * @throws Conflict when nobody works in the office that keeps it
 */
export async function fileAgenda(county: Unit, deps: Deps, { table, office = OFFICE, by = { system: '每月汇总' } }: { table?: string; office?: string; by?: Actor } = {}): Promise<{ caseNo: string; created: boolean } | undefined> {
  const { store, clock } = deps;
  const before = await agendaOf(county._id, deps);
  const made = before ? { caseNo: before._id, created: false } : await fileNew(county, `${county._id}.${office}`, deps, table);
  if (!made) return undefined;
  const { suggestion, title } = before ?? (await store.cases.findById(made.caseNo).lean<Case>())!;
  // written again by whoever tries again: a crash may have come between
  for (const origin of suggestion!.origins) {
    await recordOnce(store, { _id: `agenda:${made.caseNo}:${origin}`, caseNo: origin, at: clock.now(), who: by, action: '列入议程', text: `由领导小组办公室研究：${title}（${made.caseNo}）` });
  }
  touch(store, suggestion!.origins.map(caseKey));
  return made;
}

async function fileNew(county: Unit, office: string, deps: Deps, table?: string): Promise<{ caseNo: string; created: boolean } | undefined> {
  const all = await hardMatters(county._id, deps, table);
  if (all.length === 0) return undefined;
  const [person] = await findPeople(deps.store, { unit: office });
  if (!person) throw new Conflict(`${county.name}的领导小组办公室（${office}）没有人，难事没有提交`);
  const matters = all.slice(0, MOST);
  const report = {
    clientId: clientIdOf(county._id, monthOf(deps.clock.now())), title: `${monthName(monthOf(deps.clock.now()))}${county.name}重点难点问题（${matters.length} 件）`, category: matters[0]!.category, urgency: '一般' as const, people: 0, source: '网格巡查' as const,
    place: { text: county.name }, grid: matters[0]!.grid, attachments: [],
    description: [...matters.map(({ caseNo, title, why }) => `- ${caseNo} ${title}：${why.join('、')}`), ...(all.length > MOST ? [`另有 ${all.length - MOST} 件，留到下月。`] : [])].join('\n'),
  };
  // it lies in no grid: only those of the county and above see it, and the office
  const { county: own, city, ...below } = await chain(deps.store, report.grid, true);
  const scope = [office, ...caseScope({ county: own, city, ...below }, person._id).filter((key) => !Object.values(below).includes(key))];
  return fileReport(report, person, deps, { procedure: 'hard-issues', source: '每月汇总', scope, suggestion: { to: office, origins: matters.map(({ caseNo }) => caseNo) } });
}

/** Files the agendas of all counties. @throws the first that went wrong, after the others were filed */
export async function fileAgendas(deps: Deps, { table, office }: { table?: string; office?: string } = {}): Promise<{ counties: number; filed: number }> {
  const counties = await deps.store.units.find({ level: 'county' }, { outline: 0 }).sort({ _id: 1 }).lean<Unit[]>();
  let filed = 0;
  let fault: unknown;
  for (const county of counties) {
    try {
      if (await fileAgenda(county, deps, { table, office })) filed += 1;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault) throw fault;
  return { counties: counties.length, filed };
}
