// Assessment (考核): the periods, and the ranking of one of them.
import { cycleNames, SHIPPED, subjectNames, subjects } from '../../processes/assessment/built-in.js';
import { lastPeriod } from '../../processes/assessment/periods.js';
import { STOPPED } from '../../processes/assessment/runs.js';
import { given, pageNumber, pager, type Page } from './page.js';

export const runStates: Record<string, string> = { computing: '计算中', computed: '公示中', publishing: '公布中', published: '已公布' };

const stateOf = (state: string, failed?: string): string => (failed === STOPPED ? STOPPED : failed ? '没有算成' : runStates[state]!);

/** Whose indicators a group goes by, and since when. */
const wordsOf = ({ name, from }: { name: string; from: string }): string => `按${name}的指标${name === SHIPPED ? '' : `（自 ${from} 起）`}`;

export const page: Page = {
  name: 'assessment', path: '/assessment', title: '考核', assets: ['control-room.css', 'assessment.css', 'assessment.js'],
  async show({ req, ask, deps, person }) {
    const { items, units } = await ask('/assessments');
    const wanted = given(req, 'id') ?? items[0]?.id;
    const found = wanted ? await ask('/assessments/{id}', { params: { id: wanted }, query: { page: String(pageNumber(req)), size: '50' } }) : undefined;
    const several = found?.sheets.length > 1;
    const now = deps.clock.now();
    return {
      runs: items.slice(0, 60).map((run: any) => ({ id: run.id, words: `${run.period} ${run.subjectName}（${stateOf(run.state, run.failed)}）`, chosen: run.id === wanted })), found, stateName: found && stateOf(found.run.state, found.failed), mayCompute: found?.mayAssess && found.failed, isFirst: found?.run.state === 'computing' && !found.run.computedAt, stopped: found?.failed === STOPPED,
      jobHref: found?.run.by.id === person._id ? `/background?job=${encodeURIComponent(found.run.job ?? '')}` : undefined, units: units.length > 1 ? units : undefined,
      sheets: several ? found.sheets : undefined, sheetWords: found?.run.sheetName && !several ? wordsOf(found.sheets[0]) : undefined,
      scores: found?.items.map((one: any) => ({ ...one, ownSheet: several ? one.sheetName : undefined, href: `/assessment/scores/${encodeURIComponent(one.id)}`, waiting: one.appeals.some(({ answer }: any) => !answer) })),
      mayPublish: found?.mayAssess && ['computed', 'publishing'].includes(found.run.state), isPublished: found?.run.state === 'published', isComputing: found?.run.state === 'computing', isComputed: found?.run.state === 'computed', pager: found && pager(req, found),
      subjects: subjects.map((id) => ({ id, label: subjectNames[id] })), last: lastPeriod('month', now), lastQuarter: lastPeriod('quarter', now), cycles: cycleNames, forBrowser: { id: wanted, ...(found?.failed && { again: { unit: found.run.unit, subject: found.run.subject, period: found.run.period, days: Math.max(1, found.run.days) } }) },
    };
  },
};
