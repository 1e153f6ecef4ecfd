// A report becomes a case: filed once however often it is sent, and started in the engine however often that is tried.
import { z } from 'zod';
import { caseNumber } from './case-number.js';
import type { Deps } from './deps.js';
import { assertFiles } from './attachments.js';
import { concernsOf, MOST_CONCERNS } from './grid/concerns.js';
import { visitOfCase } from './grid/visit-case.js';
import { timeOf } from './grid/when.js';
import { chain } from './organisation.js';
import { findCategory } from './categories.js';
import { Conflict, Invalid } from './errors.js';
import { caseKeys, touch } from './feed.js';
import { markStale } from './figures/stale.js';
import { newLink } from './reporter-link.js';
import { attachFiles, findFiles } from './store/files.js';
import { insertOnce, isDuplicate, nextNumber } from './store/store.js';
import { contentHash } from './same-id.js';
import { shanghaiYear } from './shanghai.js';
import type { Case, Entry, Person } from './store/types.js';
import { caseScope } from './visibility.js';

export const urgencies = ['特急', '紧急', '一般', '咨询'] as const;
export const sources = ['网格巡查', '群众上报', '12345转办', '上级交办', '部门移送', '视频物联', '信访', '媒体舆情'] as const;

/** What a report says; the same schema checks the API's input. */
export const reportSchema = z.object({
  clientId: z.uuid(),
  title: z.string().trim().min(2).max(80),
  description: z.string().trim().max(2_000).default(''),
  category: z.string().refine((code) => findCategory(code) !== undefined, { message: '没有这个事件类别' }),
  urgency: z.enum(urgencies).default('一般'),
  people: z.int().min(0).max(1_000_000).default(0),
  source: z.enum(sources).default('网格巡查'),
  place: z.strictObject({ text: z.string().trim().min(1).max(200), lng: z.number().min(-180).max(180).optional(), lat: z.number().min(-90).max(90).optional() }),
  grid: z.string().max(80),
  reporter: z.strictObject({ name: z.string().trim().max(40).optional(), phone: z.string().regex(/^[0-9+\- ]{5,20}$/, { message: '不是电话号码' }).optional(), anonymous: z.boolean().default(false) }).optional(),
  /** The unit that the matter is about, when it is a complaint. */
  against: z.string().max(80).optional(),
  attachments: z.array(z.string().max(64)).max(9).default([]),
  /** The items of the registers that it is about, by their ids. */
  concerns: z.array(z.uuid()).max(MOST_CONCERNS, `最多 ${MOST_CONCERNS} 项`).optional(),
  /** What the device's clock showed when it was seen; a report may have waited on it for a connection. */
  at: z.iso.datetime({ offset: true }).optional(),
});
export type Report = z.infer<typeof reportSchema>;

/** What a case begins as when it is not a matter that somebody reported. */
export type Begun = Partial<Pick<Case, 'procedure' | 'source' | 'suggestion' | 'agenda' | 'scope'>>;

/** The message that begins a case's procedure. */
export const startMessage = ({ procedure }: Pick<Case, 'procedure'>): string => (procedure === 'grid-event' ? 'case.reported' : `${procedure}.started`);

/** After how long an unanswered start is tried again, milliseconds of the wall clock. */
export const START_RETRY = 15_000;

/**
 * Files a report as a case and asks the engine to start it.
 *
 * @param as what it begins as instead of a reported matter
 * @returns the case number; `created` is false when this client id was filed before
 * @throws Invalid when the grid is none, or an item that it is about is none that the person may see; Conflict when the client id is another person's, or this person's with other content (then it names the case)
 */
export async function fileReport(report: Report, person: Person, deps: Deps, as: Begun = {}): Promise<{ caseNo: string; created: boolean }> {
  const { store } = deps;
  const known = await filedBefore(report, person, deps, as);
  if (known) {
    await visitOfCase(report.clientId, store);
    return { caseNo: known, created: false };
  }
  const files = await assertFiles(store, [{ key: 'attachments', ids: report.attachments }], person);
  const concerns = await concernsOf(report.concerns ?? [], as.suggestion?.origins ?? [], person, store);
  const made: Case = { ...await caseFrom(report, person, deps, as.suggestion !== undefined), ...as, ...(concerns.length ? { concerns } : {}), said: await saidIn(report, deps, as) };
  try {
    await store.cases.collection.insertOne(made as any);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const first = await filedBefore(report, person, deps, as);
    if (!first) throw error;
    return { caseNo: first, created: false };
  }
  await Promise.all([insertOnce(store.entries, [reported(made, person)]), attachFiles(store, files, made._id), visitOfCase(made.clientId, store), markStale(store, 'case', [made._id])]);
  touch(store, caseKeys(made));
  // Filed is filed: when the engine is away the sweep starts the case later.
  await startCase(made, deps).catch(() => undefined);
  return { caseNo: made._id, created: true };
}

/** The case that a report makes, with the next number of its county; not kept yet. @param ended whether its grid may have ended @throws Invalid when the grid is none */
export async function caseFrom(report: Report, person: Pick<Person, '_id'>, { store, clock }: Pick<Deps, 'store' | 'clock'>, ended = false): Promise<Case> {
  const units = await chain(store, report.grid, ended);
  if (report.against && !(await store.units.exists({ _id: report.against }))) throw new Invalid('no such unit', [{ path: 'against', message: '没有这个单位' }]);
  const at = clock.now();
  const county = await store.units.findById(units.county, { code: 1 }).lean();
  const code = county?.code ?? units.county.toUpperCase();
  return {
    _id: caseNumber(code, at, await nextNumber(store, `case:${code}:${shanghaiYear(at)}`)),
    clientId: report.clientId, title: report.title, description: report.description, category: report.category, urgency: report.urgency, people: report.people,
    source: report.source, place: report.place, ...units, scope: caseScope(units, person._id),
    reporter: { person: person._id, anonymous: false, ...report.reporter }, ...(report.against ? { against: report.against } : {}), attachments: report.attachments, reportedAt: at, procedure: 'grid-event', facts: [], ...seen(report, at),
    startSentAt: Date.now(), link: newLink(),
  };
}

/**
 * The case that this client id was filed as.
 *
 * @throws Conflict when somebody else used the id (their case is not this person's to know), or the same person with other content: neither is to swallow the other
 */
async function filedBefore(report: Report, person: Person, deps: Deps, as: Begun): Promise<string | undefined> {
  const found = await deps.store.cases.findOne({ clientId: report.clientId }, { reporter: 1, said: 1 }).lean<Case>();
  if (!found) return undefined;
  if (found.reporter.person !== person._id) throw new Conflict('这个上报编号已被使用，请重新填写');
  // one that was filed before this was written down is taken to be the same
  if (found.said && found.said !== await saidIn(report, deps, as)) throw Object.assign(new Conflict(`这次上报先前已经收到（案件 ${found._id}），但两次的内容不同`), { caseNo: found._id });
  return found._id;
}

/** What a report says, as a hash. Photos count by their content: one that was uploaded twice is the same. */
async function saidIn({ clientId: _, at: __, attachments, ...rest }: Report, { store }: Pick<Deps, 'store'>, as: Begun): Promise<string> {
  const photos = (await findFiles(store, attachments)).map(({ sha256 }) => sha256).sort();
  return contentHash([rest, photos, ...(Object.keys(as).length > 0 ? [as] : [])]);
}

/** When it was seen, as far as the device is believed. */
function seen({ at: device }: Report, server: Date): Pick<Case, 'seenAt' | 'deviceAt'> {
  if (!device) return {};
  const { at, deviceAt } = timeOf(new Date(device), server);
  return { seenAt: at, ...(deviceAt ? { deviceAt } : {}) };
}

/** The first entry of a case; the sweep writes it again when a crash came between. */
export function reported(made: Case, person: Pick<Person, '_id' | 'name'>): Entry {
  return { _id: `reported:${made._id}`, caseNo: made._id, at: made.reportedAt, who: { id: person._id, name: person.name, unit: made.grid }, action: '上报', text: made.title };
}

/**
 * Sends the start message of a case. Sending it again while the case runs changes nothing: the engine lets one instance live for a case
 * number, and a message without time to live is gone at once. One that was kept would start a second instance when the first has ended.
 */
export async function startCase(made: Case, { engine }: Pick<Deps, 'engine'>): Promise<void> {
  await engine.publish({ name: startMessage(made), key: made._id, id: made._id, ttl: 0, variables: { ...variablesOf(made), returns: 0, reworks: 0 } });
}

/** What the engine is told of a case, whatever procedure it begins with. */
export function variablesOf({ _id, category, urgency, people, source, place, grid, village, town, county, city, suggestion }: Case): Record<string, unknown> {
  return { caseNo: _id, category, urgency, people, source, place: place?.text, grid, village, town, county, city, ...(suggestion ? { department: suggestion.to } : {}) };
}
