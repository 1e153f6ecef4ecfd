// The month's agenda of a county, or of the city: its hard matters go to the office of the leading group (领导小组办公室) as a case of their own, once a month however often it is tried.
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
import { OFFICE } from './agendas.js';
import { hardMatters, type HardMatter } from './matters.js';
import { readersOf } from './meeting.js';

/** So many matters go on one agenda; what is over waits for the next. */
const MOST = 50;

/** The client id of a unit's agenda of a month, and of the one after so many that were withdrawn: the same for whoever files it. */
const clientIdOf = (unit: string, month: string, round: number): string => sameId('hard-issues', unit, month, ...(round > 0 ? [String(round)] : []));

const monthOf = (now: Date): string => shanghaiDay(now).slice(0, 7);

/** One that was withdrawn, or ended by hand: another may be filed for its month. */
const withdrawn = ({ withdrawal, closing, standing }: Case): boolean => Boolean(withdrawal) || closing?.outcome === '作废' || standing?.state === 'terminated';

/** The agenda of this month that was filed and not withdrawn, or the client id that the next one gets. */
async function ofMonth(unit: string, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ filed: Case | null; clientId: string }> {
  for (let round = 0; ; round += 1) {
    const clientId = clientIdOf(unit, monthOf(clock.now()), round);
    const filed = await store.cases.findOne({ clientId }).lean<Case>();
    if (!filed || !withdrawn(filed)) return { filed, clientId };
  }
}

/** The agenda of this month, if it was filed; one that was withdrawn counts no more. */
export const agendaOf = async (unit: string, deps: Pick<Deps, 'store' | 'clock'>): Promise<Case | null> => (await ofMonth(unit, deps)).filed;

const monthName = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

/** Of a unit's hard matters those that its own meeting is about. */
export const ownOf = (matters: HardMatter[], { level }: Pick<Unit, 'level'>): HardMatter[] => matters.filter(({ city }) => city === (level === 'city'));

/**
 * Files this month's agenda of a county or city.
 *
 * @param by who asks for it; unset: the clock
 * @returns nothing when there are no hard matters
 * @throws Conflict when nobody works in the office that keeps it
 */
export async function fileAgenda(unit: Unit, deps: Deps, { table, office = OFFICE, by = { system: '每月汇总' } }: { table?: string; office?: string; by?: Actor } = {}): Promise<{ caseNo: string; created: boolean } | undefined> {
  const { store, clock } = deps;
  const { filed: before, clientId } = await ofMonth(unit._id, deps);
  const made = before ? { caseNo: before._id, created: false } : await fileNew(unit, clientId, office, deps, table);
  if (!made) return undefined;
  const { suggestion, title } = before ?? (await store.cases.findById(made.caseNo).lean<Case>())!;
  // written again by whoever tries again: a crash may have come between
  for (const origin of suggestion!.origins) {
    await recordOnce(store, { _id: `agenda:${made.caseNo}:${origin}`, caseNo: origin, at: clock.now(), who: by, action: '列入议程', text: `由领导小组办公室研究：${title}（${made.caseNo}）` });
  }
  touch(store, suggestion!.origins.map(caseKey));
  return made;
}

async function fileNew(unit: Unit, clientId: string, office: string, deps: Deps, table?: string): Promise<{ caseNo: string; created: boolean } | undefined> {
  const all = ownOf(await hardMatters(unit, deps, { table, office }), unit);
  if (all.length === 0) return undefined;
  const [keeper, month] = [`${unit._id}.${office}`, monthOf(deps.clock.now())];
  const [person] = await findPeople(deps.store, { unit: keeper });
  if (!person) throw new Conflict(`${unit.name}的领导小组办公室（${keeper}）没有人，难事没有提交`);
  const matters = all.slice(0, MOST);
  const report = {
    clientId, title: `${monthName(month)}${unit.name}重点难点问题（${matters.length} 件）`, category: matters[0]!.category, urgency: '一般' as const, people: 0, source: '网格巡查' as const,
    place: { text: unit.name }, grid: matters[0]!.grid, attachments: [],
    description: [...matters.map(({ caseNo, title, why, since }) => `- ${caseNo} ${title}：${why.join('、')}（${shanghaiDay(since)} 起）`), ...(all.length > MOST ? [`另有 ${all.length - MOST} 件，留到下月。`] : [])].join('\n'),
  };
  // it lies in no grid: only those of its county or city and above see it, and the office
  const scope = [keeper, ...caseScope(await chain(deps.store, report.grid, true), person._id).filter((key) => unit.path.includes(key) || key.startsWith('person:'))];
  const origins = matters.map(({ caseNo }) => caseNo);
  // whoever prepares the meeting reads what it is about
  return fileReport(report, person, deps, { procedure: 'hard-issues', source: '每月汇总', scope, suggestion: { to: keeper, origins }, agenda: { open: true, matters: origins, readers: readersOf(keeper) } });
}

/** Files the agendas of all counties, and then of the cities that have an office for it. @throws the first that went wrong, after the others were filed */
export async function fileAgendas(deps: Deps, { table, office = OFFICE }: { table?: string; office?: string } = {}): Promise<{ counties: number; filed: number }> {
  const all = await deps.store.units.find({ level: { $in: ['county', 'city'] } }, { outline: 0 }).sort({ _id: 1 }).lean<Unit[]>();
  const offices = new Set((await deps.store.units.find({ _id: { $in: all.map(({ _id }) => `${_id}.${office}`) }, endedOn: null }, { _id: 1 }).lean()).map(({ _id }) => _id));
  const counties = all.filter(({ level }) => level === 'county');
  let filed = 0;
  let fault: unknown;
  for (const unit of [...counties, ...all.filter(({ _id, level }) => level === 'city' && offices.has(`${_id}.${office}`))]) {
    try {
      if (await fileAgenda(unit, deps, { table, office })) filed += 1;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault) throw fault;
  return { counties: counties.length, filed };
}
