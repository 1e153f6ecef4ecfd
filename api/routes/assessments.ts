// Assessment (考核): indicators by version, the computing of a period, ranking and scores, the cases behind a number, appeals and corrections.
import { z } from 'zod';
import { appeal, decide } from '../../processes/assessment/appeals.js';
import { subjects, subjectNames } from '../../processes/assessment/built-in.js';
import { previewScores } from '../../processes/assessment/compute.js';
import { behindScore, getScore, isOwn, rankingOf, runsOf, trendOf, type Ranked } from '../../processes/assessment/look.js';
import { publishRun } from '../../processes/assessment/publish.js';
import { assessorUnits, beginRun, whyNotComputed } from '../../processes/assessment/runs.js';
import { EDITS_SHEETS, ownSheetUnits, sheetOf, sheetsOf, sheetUnits } from '../../processes/assessment/sheet-units.js';
import { checkIndicators, editedUnit, saveSheet } from '../../processes/assessment/sheets.js';
import { NotFound } from '../../processes/errors.js';
import type { AssessmentIndicator, AssessmentScore } from '../../processes/store/assessment-types.js';
import type { Case } from '../../processes/store/types.js';
import { unitsOf } from '../../processes/units.js';
import { caseFilter, sentFilter } from '../../processes/visibility.js';
import { hidden } from '../hide.js';
import { route, type Route } from '../route.js';
import { paging, text, why } from '../schemas.js';
import { caseSummary } from '../summaries.js';

const tag = '考核';
const any = z.looseObject({});
const one = z.object({ id: z.string().min(1).max(200) });
const unit = z.string().min(1).max(100);
const subject = z.enum(subjects);
const cycle = z.enum(['month', 'quarter']);
const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/, '写成 2026-10（月）或 2026-Q4（季）');
const indicators = z.array(z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, '编号用小写字母、数字和短横'), name: text(30), group: text(30), numerator: z.string().max(20), denominator: z.string().max(20), base: z.number().positive().max(1e9).optional(),
  formula: text(500), weight: z.number().min(0).max(100), giver: z.enum(['town', 'department']),
})).min(1, '至少一项指标').max(40);
const operands = (given: z.infer<typeof indicators>): AssessmentIndicator[] => given as AssessmentIndicator[];

const shown = ({ _id, appeals, corrections, run: _run, turn: _turn, ...score }: AssessmentScore | Ranked) => ({
  id: _id, ...score, appeals: appeals.map((each) => ({ ...each, text: hidden(each.text), ...(each.answer ? { answer: { ...each.answer, reason: hidden(each.answer.reason) } } : {}) })),
  corrections: corrections.map((each) => ({ ...each, reason: hidden(each.reason) })), later: corrections.filter(({ late }) => late).reduce((sum, { points }) => sum + points, 0),
});

export const assessmentRoutes: Route[] = [
  route({
    method: 'get', path: '/assessment-sheets', tag, ability: 'see-figures', summary: 'The indicators by which somebody is assessed in a city or a county, all versions that hold there at some time, the newest first; the shipped proposal last. A county goes by the city\'s (`inherited`) until it has saved its own.',
    query: z.object({ subject: subject.default('grid'), cycle: cycle.default('month'), unit: unit.optional() }), answer: z.object({ unit: z.string(), unitName: z.string(), county: z.boolean(), maySave: z.boolean(), units: z.array(z.object({ id: z.string(), name: z.string() })), items: z.array(any) }),
    async handle({ query, person }, { store }) {
      const { all, nearest } = await sheetUnits(person, store);
      const found = query.unit === undefined ? nearest : all.find(({ _id }) => _id === query.unit);
      if (!found) throw new NotFound(`没有可看的考核指标 <${query.unit ?? ''}>`);
      const maySave = (await ownSheetUnits(person, store)).some(({ _id }) => _id === found._id);
      return { unit: found._id, unitName: found.name, county: found.level === 'county', maySave, units: all.map(({ _id, name }) => ({ id: _id, name })), items: await sheetsOf(found._id, query.subject, query.cycle, store) };
    },
  }),
  route({
    method: 'put', path: '/assessment-sheets/{subject}/{cycle}/{from}', tag, ability: EDITS_SHEETS, summary: 'Saves the indicators that hold from a month on in a city or a county of your own posts (`unit`; absent: the widest of them). Refused, with where and why: weights that do not add to 100, less than 70 % with the town for enforcement officers, a formula that divides by zero or does not end.',
    params: z.object({ subject, cycle, from: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '写成 2026-10') }), body: z.object({ unit: unit.optional(), revision: z.number().int().min(0), indicators, reason: why }), answer: any,
    handle: ({ params, body, person }, deps) => saveSheet({ ...params, ...body, indicators: operands(body.indicators) }, person, deps),
  }),
  route({
    method: 'post', path: '/assessment-sheets/preview', tag, ability: EDITS_SHEETS, summary: 'What indicators of a city or a county would give on real figures of a period, before they are saved: up to twenty of those who go by them.', body: z.object({ unit: unit.optional(), subject, period, indicators }), answer: z.object({ items: z.array(any) }),
    async handle({ body, person }, deps) {
      const { _id } = await editedUnit(body.unit, person, deps.store);
      await checkIndicators(body.subject, operands(body.indicators));
      return { items: await previewScores(_id, body.subject, body.period, operands(body.indicators), 20, deps) };
    },
  }),
  route({
    method: 'get', path: '/assessments', tag, summary: 'The assessments in which you see a score: your units and below, or your own; and the units whose assessments you compute.', answer: z.object({ items: z.array(any), units: z.array(z.object({ id: z.string(), name: z.string() })) }),
    handle: async ({ person }, deps) => ({ units: [...(await unitsOf(deps.store, assessorUnits(person))).values()].map(({ _id, name }) => ({ id: _id, name })), items: await Promise.all((await runsOf(person, deps)).map(async ({ _id, ...run }) => {
      const failed = await whyNotComputed(run, deps);
      return { id: _id, ...run, ...(failed && { failed }), subjectName: subjectNames[run.subject] };
    })) }),
  }),
  route({
    method: 'post', path: '/assessments', tag, ability: 'assess', summary: 'Begins to compute a period that is over, in the background; it is then shown to the assessed, who may appeal for so many days.', status: 202,
    body: z.object({ id: z.uuid(), unit: unit.optional(), subject, period, days: z.number().int().min(1, '申诉期至少一天').max(60).default(5) }), answer: z.object({ assessment: z.string(), job: z.string() }), handle: ({ body, person }, deps) => beginRun(body, person, deps),
  }),
  route({
    method: 'get', path: '/assessments/{id}', tag, summary: 'One assessment: the ranking of those whose scores you see, with the rank among all.', params: one, query: z.object(paging), answer: any,
    async handle({ params, query, person }, deps) {
      const { run: { _id, ...run }, items, ...rest } = await rankingOf(params.id, person, query, deps);
      const failed = await whyNotComputed(run, deps);
      return { ...rest, ...query, ...(failed && { failed }), run: { id: _id, ...run, subjectName: subjectNames[run.subject] }, mayAssess: assessorUnits(person).includes(run.unit), items: items.map(shown) };
    },
  }),
  route({
    method: 'post', path: '/assessments/{id}/publish', tag, ability: 'assess', summary: 'Publishes it once the time for appeals is over and all are answered; from then on it is frozen.', params: one, answer: any,
    handle: async ({ params, person }, deps) => { const { _id, ...run } = await publishRun(params.id, person, deps); return { id: _id, ...run }; },
  }),
  route({
    method: 'get', path: '/assessment-scores/{id}', tag, summary: 'One score: each indicator above and below the line, appeals, corrections, and how it was in the periods before.', params: one, answer: any,
    async handle({ params, person }, deps) {
      const { score, run } = await getScore(params.id, person, deps);
      const { _id, ...rest } = run;
      const open = run.state === 'computed' && run.appealUntil! > deps.clock.now() && score.appeals.every(({ answer }) => answer);
      const { indicators: own, name: sheetName, from } = sheetOf(run, score);
      return { ...shown(score), sheetName, run: { id: _id, ...rest, indicators: own, from, subjectName: subjectNames[run.subject] }, trend: await trendOf(score, deps), mayAppeal: open && isOwn(person, score), mayCorrect: assessorUnits(person).includes(run.unit) };
    },
  }),
  route({
    method: 'get', path: '/assessment-scores/{id}/cases', tag, summary: 'The cases behind a number of it, as figures are now; those that you may not see are counted only.', params: one, query: z.object({ indicator: z.string().max(40), side: z.enum(['numerator', 'denominator']).default('numerator'), ...paging }), answer: z.object({ total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(any) }),
    async handle({ params, query: { indicator, side, page, size }, person }, deps) {
      const { total, ids } = await behindScore(params.id, indicator, side, { page, size }, person, deps);
      const found = new Map((await deps.store.cases.find({ _id: { $in: ids }, $or: [caseFilter(person), sentFilter(person)] } as never).lean<Case[]>()).map((each) => [each._id, each]));
      return { total, page, size, items: ids.flatMap((id) => (found.has(id) ? [caseSummary(found.get(id)!)] : [])) };
    },
  }),
  route({
    method: 'post', path: '/assessment-scores/{id}/appeals', tag, summary: 'Appeals against your own score, or that of the unit that you lead, within the time.', params: one, body: z.object({ id: z.uuid(), text: text(1000) }), answer: any, status: 201,
    handle: async ({ params, body, person }, deps) => shown(await appeal(params.id, body, person, deps)),
  }),
  route({
    method: 'post', path: '/assessment-scores/{id}/corrections', tag, ability: 'assess', summary: 'Corrects a score with a reason, or answers an appeal (without points: not granted). What is published stays, the correction is shown beside it.', params: one,
    body: z.object({ id: z.uuid(), appeal: z.uuid().optional(), points: z.number().min(-100).max(100).optional(), reason: why }), answer: any, status: 201, handle: async ({ params, body, person }, deps) => shown(await decide(params.id, body, person, deps)),
  }),
];
