// The columns of an assessment's ranking: who, the total, and of each indicator its points with the numbers above and below the line; indicators of counties that go by their own have columns of their own.
import { operands } from '../../processes/assessment/built-in.js';
import { rankingOf } from '../../processes/assessment/look.js';
import { sheetOf } from '../../processes/assessment/sheet-units.js';
import type { Deps } from '../../processes/deps.js';
import type { AssessmentIndicator, ScoreItem } from '../../processes/store/assessment-types.js';
import type { Person } from '../../processes/store/types.js';
import type { Asked, Column } from './list.js';

const sameAs = (one: AssessmentIndicator, other: AssessmentIndicator): boolean => (['id', 'name', 'numerator', 'denominator', 'weight'] as const).every((field) => one[field] === other[field]);

/** @throws NotFound when there is no such assessment, or it is not this person's to see */
export async function assessmentColumns({ params }: Asked, person: Person, deps: Deps): Promise<Column[]> {
  const { run } = await rankingOf(String(params.id), person, { page: 1, size: 1 }, deps);
  const all: AssessmentIndicator[] = [];
  for (const one of [run, ...run.others ?? []].flatMap(({ indicators }) => indicators)) if (!all.some((other) => sameAs(one, other))) all.push(one);
  const itemOf = (row: any, indicator: AssessmentIndicator): ScoreItem | undefined =>
    (sheetOf(run, row).indicators.some((one) => sameAs(one, indicator)) ? row.items.find((item: ScoreItem) => item.indicator === indicator.id) : undefined);
  return [
    ['名次', (row) => row.rank], ['考核对象', (row) => row.name], ['考核期', (row) => row.period], ['按谁的指标', (row) => row.sheetName], ['得分', (row) => row.total], ['按指标算出', (row) => row.computed],
    ['公布前更正', (row) => row.corrections.filter((one: any) => !one.late).reduce((sum: number, one: any) => sum + one.points, 0)], ['公布后更正', (row) => row.later], ['申诉', (row) => row.appeals.length],
    ...all.flatMap((one): Column[] => [
      [`${one.name}（满分 ${one.weight}）`, (row) => { const item = itemOf(row, one); return item?.points ?? (item && `不计：${item.why}`); }],
      [`${one.name}·分子（${operands[one.numerator] ?? one.numerator}）`, (row) => itemOf(row, one)?.numerator], [`${one.name}·分母（${operands[one.denominator] ?? one.denominator}）`, (row) => itemOf(row, one)?.denominator],
    ]),
  ];
}
