// The agendas that there were and are in a city: which matters are still worked off, and which were carried up to the city.
import { findUnits } from '../organisation.js';
import type { Store } from '../store/store.js';
import type { Case, Unit } from '../store/types.js';

/** The office that keeps the agenda where the diagram names no other: 政法委. */
export const OFFICE = 'zzb';

/** The three offices of a leading group (领导小组办公室): 政法委, 民政局, 农工办; a county's last is its 农业农村局. */
export const OFFICES = [OFFICE, 'mzb', 'ngb', 'nyb'];

type Agenda = Pick<Case, '_id' | 'suggestion' | 'agenda' | 'closing' | 'standing' | 'reportedAt' | 'facts'>;

/** The agendas of a city and of its counties that say what is under way or was carried up: those that are worked off, those that carried something up, and the city's. */
export async function agendasIn(city: string, store: Store, office = OFFICE): Promise<Agenda[]> {
  const units = [city, ...(await findUnits(store, { under: city, level: 'county' })).map(({ _id }) => _id)];
  const offices = (of: string[]): string[] => of.flatMap((unit) => [...new Set([office, ...OFFICES])].map((each) => `${unit}.${each}`));
  const found = (filter: object) => store.cases.find({ procedure: 'hard-issues', ...filter } as never, { suggestion: 1, agenda: 1, closing: 1, standing: 1, reportedAt: 1, 'facts.key': 1, 'facts.data.results': 1 }).lean<Agenda[]>();
  const all = await Promise.all([found({ 'suggestion.to': { $in: offices(units) }, closing: null }), found({ 'suggestion.to': { $in: offices(units) }, 'agenda.up.0': { $exists: true } }), found({ 'suggestion.to': { $in: offices([city]) } })]);
  return [...new Map(all.flat().map((one) => [one._id, one])).values()];
}

const upOf = ({ agenda }: Pick<Case, 'agenda'>): string[] => (agenda?.up ?? []).map(({ matter }) => matter);
// one that was ended by hand is never closed
const runs = ({ closing, standing }: Agenda): boolean => !closing && (!standing || standing.state === 'active');

/** What an agenda has in hand still: what its meeting left for next month, what a decision did not bring about and what was carried up is free. */
export const stillOn = (one: Pick<Case, 'suggestion' | 'agenda'>): string[] => (one.suggestion?.origins ?? []).filter((matter) => !one.agenda?.left?.includes(matter) && !upOf(one).includes(matter));

/** What is on an agenda that is still worked off: it is put on no other. */
export const underWay = (agendas: Agenda[]): Set<string> => new Set(agendas.filter(runs).flatMap(stillOn));

const settledBy = ({ facts }: Agenda, matter: string): boolean => facts.some(({ key, data }) => key === 'hard-issues' && Array.isArray(data.results)
  && data.results.some((row) => row?.matter === matter) && data.results.every((row) => row?.matter !== matter || row.result === 'pass'));

/** What counties carried up to the city and no later meeting of the city has had put right, with when. */
export function carriedUp(agendas: Agenda[], city: Pick<Unit, '_id'>): Map<string, Date> {
  const [own, below] = [agendas.filter((one) => one.suggestion?.to.startsWith(`${city._id}.`)), agendas.filter((one) => one.agenda?.up?.length)];
  const last = new Map<string, Date>();
  for (const { agenda } of below) for (const { matter, at } of agenda!.up!) if ((last.get(matter) ?? at) <= at) last.set(matter, at);
  for (const [matter, at] of last) if (own.some((one) => one.reportedAt > at && settledBy(one, matter))) last.delete(matter);
  return last;
}
