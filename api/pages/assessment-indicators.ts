// The indicators by which somebody is assessed: read by managers, changed by policy staff, with a preview on real figures.
import { cycleNames, operands, operandsOf, subjectNames, subjects } from '../../processes/assessment/built-in.js';
import { lastPeriod } from '../../processes/assessment/periods.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { given, type Page } from './page.js';

export const page: Page = {
  name: 'assessment-indicators', path: '/assessment/indicators', title: '考核指标', assets: ['control-room.css', 'assessment.css', 'assessment-indicators.js'],
  async show({ req, ask, deps }) {
    const subject = subjects.find((id) => id === given(req, 'subject')) ?? 'grid';
    const cycle = given(req, 'cycle') === 'quarter' ? 'quarter' : 'month';
    const { items } = await ask('/assessment-sheets', { query: { subject, cycle } });
    const from = given(req, 'from');
    const sheet = items.find((one: any) => one.from === from) ?? items[0];
    const now = deps.clock.now();
    const month = shanghaiDay(now).slice(0, 7);
    const choices = (chosen: string, without: string[]) => Object.entries(operandsOf(subject)).filter(([id]) => !without.includes(id)).map(([id, label]) => ({ id, label, chosen: id === chosen }));
    const rows = sheet.indicators.map((one: any) => ({ ...one, label: one.name, above: choices(one.numerator, ['base']), below: choices(one.denominator, ['minutes']), byDepartment: one.giver === 'department', aboveName: operands[one.numerator], belowName: one.denominator === 'base' ? `${operands.base} ${one.base}` : operands[one.denominator], giverName: one.giver === 'town' ? '镇（街道）' : '部门' }));
    return {
      subjects: subjects.map((id) => ({ id, label: subjectNames[id], chosen: id === subject })), cycles: Object.entries(cycleNames).map(([id, label]) => ({ id, label, chosen: id === cycle })), subjectName: subjectNames[subject], officers: subject === 'officer',
      versions: items.map((one: any) => ({ ...one, words: one.revision === 0 ? '随软件提供' : `自 ${one.from} 起`, href: `?subject=${subject}&cycle=${cycle}&from=${one.from}`, here: one === sheet })), sheet, rows, sum: rows.reduce((all: number, { weight }: any) => all + weight, 0), month,
      blank: { label: '', group: '', formula: '比率', weight: '', above: choices('closed', ['base']), below: choices('new', ['minutes']) },
      forBrowser: { subject, cycle, revisions: Object.fromEntries(items.map((one: any) => [one.from, one.revision])), period: lastPeriod(cycle, now) },
    };
  },
};
