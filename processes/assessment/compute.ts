// What a period's assessment comes to: computed in the background, tried on figures before indicators are saved.
import type { Whole } from '../background/kinds.js';
import type { Deps } from '../deps.js';
import { computeCaseFigures } from '../figures/case-cells.js';
import { DAY } from '../shanghai.js';
import type { Assessment, AssessmentScore, Counts, ScoreItem, Subject } from '../store/assessment-types.js';
import { isDuplicate, type Store } from '../store/store.js';
import type { BackgroundJob } from '../store/types.js';
import { countFor } from './count.js';
import { objected, refuseObjected, standAgain, takeOver } from './runs.js';
import { itemsOf, totalOf } from './score.js';
import { countyOf, sheetsFor } from './sheet-units.js';
import { assessedIn, type Assessed } from './subjects.js';
import { tellComputed } from './tell.js';

/** Writes scores, but none over that of a later computing, and none that somebody has spoken against. */
async function write(scores: Omit<AssessmentScore, 'appeals' | 'corrections'>[], store: Store): Promise<void> {
  if (scores.length === 0) return;
  const operations = scores.map(({ _id, ...set }) => ({
    updateOne: { filter: { _id, turn: { $not: { $gt: set.turn } }, frozen: { $ne: true }, $nor: objected.$or }, update: { $set: set, $setOnInsert: { appeals: [], corrections: [] } }, upsert: true },
  }));
  await store.assessmentScores.collection.bulkWrite(operations as never, { ordered: false }).catch((error: { writeErrors?: { code?: number }[] }) => {
    // what may not be written over is there already
    if (!error.writeErrors?.length || error.writeErrors.some((one) => !isDuplicate(one))) throw error;
  });
}

/** The scores become a job's, so that nobody appeals against what is about to change. @throws Conflict when somebody did before */
async function hold(run: Assessment, turn: number, store: Store): Promise<void> {
  await store.assessmentScores.updateMany({ assessment: run._id, turn: { $not: { $gt: turn } }, $nor: objected.$or } as never, { $set: { turn } });
  await refuseObjected(run, store);
}

type Sheets = Awaited<ReturnType<typeof sheetsFor>>;

/** What each one assessed comes to by the indicators that hold where they are; `sheet` is the county that goes by its own. */
async function scored(all: readonly Assessed[], { indicators, others }: Pick<Sheets, 'indicators' | 'others'>, tallies: Map<string, Counts>): Promise<Map<string, { sheet: string | null; items: ScoreItem[]; total: number | null }>> {
  const found = new Map<string, { sheet: string | null; items: ScoreItem[]; total: number | null }>();
  for (const other of [undefined, ...others]) {
    const by = other?.indicators ?? indicators;
    const own = all.filter(({ path }) => countyOf(path, others) === other);
    const items = await itemsOf(by, own.map(({ id, name }) => ({ name, tally: tallies.get(id) ?? {} })));
    own.forEach(({ id }, index) => found.set(id, { sheet: other?.unit ?? null, items: items[index]!, total: totalOf(by, items[index]!) }));
  }
  return found;
}

/** What all come to; nothing is written. */
async function reckon({ unit, subject, period }: Assessment, progress: (done: number, total: number) => Promise<void>, deps: Deps) {
  const { store } = deps;
  await computeCaseFigures(deps);
  const sheets = await sheetsFor(unit, subject, period, store);
  const all = await assessedIn(unit, subject, store);
  const tallies = await countFor(unit, subject, all.map(({ id }) => id), period, store, progress);
  const scores = await scored(all, sheets, tallies);
  // once more before anything is written: whoever has lost the work, or was stopped, writes nothing
  await progress(all.length, all.length);
  return { all, scores, sheets };
}

/** Computes the scores; done again it writes the same, and never over an appeal, nor over another computing that took the period over. */
async function compute(job: BackgroundJob, progress: (done: number, total: number) => Promise<void>, deps: Deps): Promise<{ said: string }> {
  const { store, clock } = deps;
  const run = await takeOver(job, deps);
  const { _id: id, subject, period, days } = run;
  const replaced = async () => {
    await store.assessmentScores.deleteMany({ assessment: id, run: job._id });
    return { said: '另一次计算接替了这一次' };
  };
  if (run.job !== job._id) return replaced();
  if (run.state !== 'computing') {
    // it was killed between the last write and the telling
    if (run.state === 'computed') await tellComputed(run, deps);
    return { said: '这一期已经算好' };
  }
  // one that was begun before periods kept all their jobs has this one alone
  const turn = (run.jobs ?? [job._id]).indexOf(job._id) + 1;
  await hold(run, turn, store);
  const { all, scores, sheets } = await reckon(run, progress, deps).catch(async (error) => {
    // what was stopped takes nothing away; whoever only lost the store or the work goes on with it
    if (await store.background.exists({ _id: job._id, state: 'stopped' })) await standAgain(run, store);
    throw error;
  });
  await write(all.map(({ id: assessed, name, path }) => {
    const { sheet, items, total } = scores.get(assessed)!;
    return { _id: `${id}:${assessed}`, assessment: id, run: job._id, turn, assessed, name, subject, period, path, sheet, items, computed: total, total, frozen: false };
  }), store);
  await store.assessmentScores.deleteMany({ assessment: id, run: { $ne: job._id }, turn: { $not: { $gt: turn } }, frozen: { $ne: true }, $nor: objected.$or } as never);
  const now = clock.now();
  const { matchedCount } = await store.assessments.updateOne({ _id: id, state: 'computing', job: job._id }, { $set: { state: 'computed', ...sheets, total: all.length, computedAt: now, appealUntil: new Date(now.getTime() + days * DAY) } });
  if (matchedCount === 0) return replaced();
  await tellComputed((await store.assessments.findById(id).lean<Assessment>())!, deps);
  return { said: `${all.length} 个考核对象，已向被考核者公示` };
}

export const assessmentWork: Whole = {
  whole: (job, _person, progress, deps) => compute(job, progress, deps),
  async dropped(job, { store }) {
    const run = await store.assessments.findById(String(job.parameters.assessment)).lean<Assessment>();
    if (run?.job === job._id) await standAgain(run, store);
  },
};

/**
 * What indicators of a city or a county that are not saved yet would give: the first so many of those who go by that unit's sheet.
 *
 * @throws Invalid when a formula gives no number for one of them
 */
export async function previewScores(unit: string, subject: Subject, period: string, indicators: Assessment['indicators'], most: number, { store }: Pick<Deps, 'store'>) {
  const { others } = await sheetsFor(unit, subject, period, store);
  const all = (await assessedIn(unit, subject, store)).filter(({ path }) => !countyOf(path, others));
  const tallies = await countFor(unit, subject, all.map(({ id }) => id), period, store, async () => undefined);
  // those with cases first: they show something
  const chosen = all.sort((a, b) => Number(tallies.has(b.id)) - Number(tallies.has(a.id))).slice(0, most);
  const scores = await scored(chosen, { indicators, others: [] }, tallies);
  return chosen.map(({ id, name }) => ({ assessed: id, name, items: scores.get(id)!.items, total: scores.get(id)!.total }));
}
