// The indicators by which somebody is assessed in the city or a county: read by managers, changed by that unit's assessors and policy staff, with a preview on real figures.
import { COUNTY_PILOT, cycleNames, groupsOf, operands, operandsOf, SHIPPED, subjectNames, subjects } from '../../processes/assessment/built-in.js';
import { BEHIND } from '../../processes/figures/indicators.js';
import { lastPeriod } from '../../processes/assessment/periods.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { given, type Page } from './page.js';

export const page: Page = {
  name: 'assessment-indicators', path: '/assessment/indicators', title: '考核指标', assets: ['control-room.css', 'assessment.css', 'assessment-indicators.js'],
  async show({ req, ask, deps }) {
    const subject = subjects.find((id) => id === given(req, 'subject')) ?? 'grid';
    const cycle = given(req, 'cycle') === 'quarter' ? 'quarter' : 'month';
    const { items, unit, unitName, county, maySave, units } = await ask('/assessment-sheets', { query: { subject, cycle, ...(given(req, 'unit') && { unit: given(req, 'unit') }) } });
    const from = given(req, 'from');
    const sheet = items.find((one: any) => one.from === from) ?? items[0];
    const isOwn = !sheet.inherited && sheet.revision > 0;
    const now = deps.clock.now();
    const month = shanghaiDay(now).slice(0, 7);
    const choices = (chosen: string, without: string[]) => Object.entries(operandsOf(subject)).filter(([id]) => !without.includes(id)).map(([id, label]) => ({ id, label, chosen: id === chosen }));
    const rows = sheet.indicators.map((one: any) => ({ ...one, label: one.name, above: choices(one.numerator, ['base']), below: choices(one.denominator, Object.keys(BEHIND)), byDepartment: one.giver === 'department', aboveName: operands[one.numerator], belowName: one.denominator === 'base' ? `${operands.base} ${one.base}` : operands[one.denominator], giverName: one.giver === 'town' ? '镇（街道）' : '部门' }));
    return {
      subjects: subjects.map((id) => ({ id, label: subjectNames[id], chosen: id === subject })), cycles: Object.entries(cycleNames).map(([id, label]) => ({ id, label, chosen: id === cycle })), subjectName: subjectNames[subject], officers: subject === 'officer',
      units: units.map((one: any) => ({ ...one, chosen: one.id === unit })), several: units.length > 1, unitName, county, maySave, inherited: sheet.inherited, hasOwn: items.some(({ inherited }: any) => !inherited), groups: groupsOf(county),
      whose: isOwn ? `${unitName}的指标` : `${sheet.inherited ? '沿用市级' : '市级'}${sheet.revision === 0 ? `（${SHIPPED}）` : ''}`,
      versions: items.map((one: any) => ({ ...one, words: `${one.revision === 0 ? SHIPPED : `自 ${one.from} 起`}${one.inherited ? '（沿用市级）' : ''}`, href: `?unit=${unit}&subject=${subject}&cycle=${cycle}&from=${one.from}`, here: one === sheet })), sheet, rows, sum: rows.reduce((all: number, { weight }: any) => all + weight, 0), month,
      blank: { label: '', group: county ? COUNTY_PILOT : '', formula: '比率', weight: '', above: choices('closed', ['base']), below: choices('new', Object.keys(BEHIND)) },
      forBrowser: { unit, subject, cycle, revisions: Object.fromEntries(items.filter(({ inherited }: any) => !inherited).map((one: any) => [one.from, one.revision])), period: lastPeriod(cycle, now) },
    };
  },
};
