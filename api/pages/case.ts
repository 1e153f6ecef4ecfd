// One case: facts, plan, photos, timeline, and the diagram of where it stands.
import { findCategory } from '../../processes/categories.js';
import { hasIt } from '../../processes/hand-over.js';
import { stepsOf } from '../../processes/reporter-view.js';
import { personNames, procedureNames, unitNames } from './names.js';
import type { Page } from './page.js';
import { stars } from './reporter.js';

type Names = Record<string, string>;

/** `by-jinghe.lds/officer` as a reader knows it: the unit's name. */
const groupNames = (groups: string[], units: Names): string => [...new Set(groups.map((group) => units[group.split('/')[0]!] ?? group.split('/')[0]!))].join('、');

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A field of uploaded files holds their ids: the timeline links them instead. */
function withFiles(field: { value?: unknown }) {
  const values = [field.value].flat();
  return values.length > 0 && values.every((value) => typeof value === 'string' && uuid.test(value)) ? { ...field, files: values } : field;
}

/** The instances to switch between; of several of one procedure each has its number. */
function choices(instances: any[], procedures: Names) {
  return instances.map(({ key, procedure, state, parentKey }) => {
    const same = instances.filter((each) => each.procedure === procedure);
    const name = procedures[procedure] ?? procedure;
    return { key, state, parentKey, name: same.length > 1 ? `${name} ${same.findIndex((each) => each.key === key) + 1}` : name };
  });
}

/** What is called what on a case that came of other cases. */
const cameOf: Record<string, { title: string; to: string }> = { suggestion: { title: '建议', to: '建议单位' }, 'hard-issues': { title: '议程', to: '由谁研究' }, 'policy-pilot': { title: '政策试点', to: '由谁决定' } };

export const page: Page = {
  name: 'case', path: '/cases/:caseNo', title: '案件', assets: ['diagram.css', 'map.css', 'acting.css', 'case.js'],
  async show({ req, ask, deps }) {
    const found = await ask('/cases/{caseNo}', { params: { caseNo: req.params.caseNo } });
    const open = found.tasks.filter((task: any) => task.state === 'open' || task.state === 'submitted');
    const [units, people, procedures] = await Promise.all([
      unitNames(deps, [found.case.grid, found.case.town, ...found.timeline.map((entry: any) => entry.who.unit), ...open.flatMap((task: any) => task.candidateGroups.map((group: string) => group.split('/')[0]))]),
      personNames(deps, [found.case.reporter.person, ...open.map(hasIt)]),
      procedureNames(ask),
    ]);
    const questions = (await ask('/asked')).questions.filter(({ caseNo }: any) => caseNo === req.params.caseNo);
    const [side, suggestions] = await Promise.all([ask('/cases/{caseNo}/reporter', { params: { caseNo: req.params.caseNo } }), ask('/cases/{caseNo}/suggestions', { params: { caseNo: req.params.caseNo } })]);
    const { plan } = found.case;
    const paid: number = plan?.instalments.reduce((sum: number, each: any) => sum + (each.paidCents ?? 0), 0) ?? 0;
    return {
      ...found, questions, hides: Object.fromEntries(found.case.masked.map((part: string) => [part, found.can.reveal])), title: found.case.title, status: found.case.closing?.outcome ?? found.case.standing?.status ?? '待受理',
      gridName: units[found.case.grid], townName: units[found.case.town], filedBy: people[found.case.reporter.person],
      timeline: [...found.timeline].reverse().map((entry: any) => ({ ...entry, unitName: units[entry.who.unit], mayReveal: entry.masked && found.can.reveal, text: entry.text === entry.element?.name ? '' : entry.text, remark: entry.data?.mentions || entry.data?.attachments ? !entry.filled : false, filled: entry.filled?.map(withFiles) })),
      openTasks: open.map((task: any) => ({ ...task, waitsFor: people[hasIt(task) ?? ''] ?? `${groupNames(task.candidateGroups, units)}（待认领）` })),
      plan: plan && { ...plan, paidCents: paid, percent: plan.owedCents ? Math.floor((paid / plan.owedCents) * 100) : 0 },
      map: deps.settings.map ?? { crs: 'wgs84' },
      reporterSide: { ...side, address: side.address ?? `${req.protocol}://${req.get('host')}/r`, stars: stars(side.rating?.stars), shown: side.mine || side.rating || side.reopenings.length > 0 },
      steps: stepsOf(found.case), suggestions, suggestionWords: cameOf[found.case.procedure] ?? cameOf.suggestion, categoryName: findCategory(found.case.category)?.name, watches: found.case.caseNo,
      forBrowser: {
        caseNo: found.case.caseNo,
        instances: choices(found.instances, procedures),
      },
    };
  },
};
