// Procedure analysis: what ran on a procedure's diagram in a span of days, by unit and level, merged from the kept cells.
import type { Deps } from '../deps.js';
import { Invalid, NotFound } from '../errors.js';
import { described, type Described } from '../projection/described.js';
import { shanghaiDay } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Definition, ElementCell, Person, UnitLevel } from '../store/types.js';
import { lookUp } from './cell-key.js';
import { isApproximate, mean, percentile, type Durations } from './durations.js';
import { wantedUnits } from './figure-units.js';
import { mergedCells, type Wanted } from './merged-cells.js';
import { checkPeriod, piecesOf, type Period, type Pieces } from './periods.js';
import type { Tallies, Tally } from './tally.js';

/** Levels at which human tasks are done. */
export const taskLevels = ['village', 'town', 'county', 'city'] as const satisfies UnitLevel[];
export interface Wish extends Period { unit?: string; level?: (typeof taskLevels)[number] }

/** Milliseconds; absent when nothing was measured. */
export interface Spread { count: number; mean?: number; median?: number; p90?: number; approximate: boolean }
export interface ElementFigures {
  id: string; name: string; type: string; human: boolean; /** Not on the diagram that is drawn. */ gone: boolean;
  runs: number; cut: number; again: number; faults: number; due: number; late: number; time: Spread; wait?: Spread; work?: Spread;
}
export interface Figures { period: Period; unit?: { id: string; name: string }; elements: ElementFigures[]; flows: Record<string, number>; whole?: ElementFigures; runs: number }
export interface Analysis extends Figures { procedure: string; name: string; drawn: string; version?: number; versions: { version: number; definitionKey: string }[] }

const spreadOf = (set: Durations): Spread => ({ count: set.n, mean: mean(set), median: percentile(set, 0.5), p90: percentile(set, 0.9), approximate: isApproximate(set) });

/** Which cells count for one unit; a department's are a part of those of the unit that it belongs to. */
async function cellsOf(store: Store, procedure: string, unit: string, part: string, pieces: Pieces, versions: Set<string> | undefined): Promise<Wanted[]> {
  const inside = (periods: string[], length: number) => [...new Set(periods.map((period) => period.slice(0, length)))].map((within) => lookUp(procedure, unit, within));
  const wanted = [...inside(pieces.months, 4), ...inside(pieces.days, 7)];
  if (wanted.length === 0) return [];
  const all = new Set([...pieces.months, ...pieces.days]);
  const found = await store.elementCells.find({ at: { $in: wanted } }, { period: 1, definitionKey: 1, mark: 1 }).sort({ _id: 1 }).lean<ElementCell[]>();
  return found.filter(({ period, definitionKey }) => all.has(period) && (!versions || versions.has(definitionKey))).map((cell) => ({ cell, part }));
}

function figuresOf(tallies: Tallies, drawn: Described, others: Described[]): Pick<Figures, 'elements' | 'flows' | 'whole' | 'runs'> {
  const flows: Record<string, number> = {};
  const elements: ElementFigures[] = [];
  let whole: ElementFigures | undefined;
  const told = (id: string, { type, runs, cut, again, faults, due, late, time, wait, work }: Tally): ElementFigures => ({
    id, type, runs, cut, again, faults, due, late, human: wait !== undefined, gone: !drawn.elements.has(id), time: spreadOf(time),
    name: [drawn, ...others].map(({ elements: all }) => all.get(id)?.name).find(Boolean) ?? id, ...(wait ? { wait: spreadOf(wait) } : {}), ...(work ? { work: spreadOf(work) } : {}),
  });
  for (const [id, tally] of Object.entries(tallies)) {
    if (tally.type === 'SEQUENCE_FLOW') flows[id] = tally.runs;
    else if (tally.type === 'PROCESS') whole = { ...told(id, tally), name: drawn.name, gone: false };
    else elements.push(told(id, tally));
  }
  const order = [...drawn.elements.keys()];
  const place = (id: string) => (order.indexOf(id) + 1 || Number.MAX_SAFE_INTEGER);
  return { elements: elements.sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1)), flows, whole, runs: elements.reduce((sum, { runs }) => sum + runs, 0) };
}

type Version = Pick<Definition, '_id' | 'version'>;
async function versionsOf(store: Store, procedure: string): Promise<Version[]> {
  const found = await store.definitions.find({ procedure }, { version: 1 }).lean<Version[]>();
  if (found.length === 0) throw new NotFound(`no procedure <${procedure}>`);
  return found.sort((a, b) => b.version - a.version);
}

/**
 * Analyses one procedure.
 *
 * @param version the engine's number of a version; without it all are counted together, on the newest diagram
 * @param wishes one span of days, unit and level or two that are compared
 * @throws NotFound when there is no such procedure, or version, or unit for this person; Invalid when a period is none
 */
export async function analyse(procedure: string, version: number | undefined, wishes: [Wish, ...Wish[]], person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<[Analysis, ...Figures[]]> {
  const versions = await versionsOf(store, procedure);
  const drawn = version === undefined ? versions[0] : versions.find((one) => one.version === version);
  if (!drawn) throw new NotFound(`no version <${version}> of <${procedure}>`);
  const counted = version === undefined ? undefined : new Set(versions.filter((one) => one.version === version).map(({ _id }) => _id));
  const wanted = version === undefined ? versions.map(({ _id }) => _id) : [drawn._id];
  const diagrams = await Promise.all((await store.definitions.find({ _id: { $in: wanted.slice(0, 20) } }).lean<Definition[]>()).map(async (one) => [one._id, await described(one)] as const));
  const own = diagrams.find(([key]) => key === drawn._id)![1];
  const others = diagrams.filter(([key]) => key !== drawn._id).map(([, one]) => one);
  const all = await Promise.all(wishes.map(async ({ from, to, unit, level }): Promise<Figures> => {
    const period = checkPeriod({ from, to });
    const units = await wantedUnits(unit, person, store);
    if (level && units.some(({ _id }) => _id.includes('.'))) throw new Invalid(`a department has one level <${unit}>`, [{ path: 'level', message: '部门只统计它自己的任务，不用再选级别' }]);
    const pieces = piecesOf(period, shanghaiDay(clock.now()));
    const cells = await Promise.all(units.map(({ _id, path }) => (_id.includes('.') ? cellsOf(store, procedure, path.at(-2)!, _id, pieces, counted) : cellsOf(store, procedure, _id, level ? `@${level}` : '', pieces, counted))));
    return { period, ...(unit ? { unit: { id: unit, name: units[0]!.name } } : {}), ...figuresOf(await mergedCells(store, cells.flat()), own, others) };
  }));
  const [first, ...rest] = all as [Figures, ...Figures[]];
  return [{ ...first, procedure, name: own.name || procedure, drawn: drawn._id, ...(version === undefined ? {} : { version }), versions: versions.map(({ _id, version: number }) => ({ version: number, definitionKey: _id })) }, ...rest];
}
