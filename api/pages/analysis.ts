// Procedure analysis: the heat map, what holds the procedure up in sentences, and every figure in a table.
import { presetPeriod, type Period, type Preset } from '../../processes/figures/periods.js';
import { spanWords } from '../../views/helpers/span-words.js';
import { MOST_LISTED, unitInField } from '../../processes/find-units.js';
import { NotFound } from '../../processes/errors.js';
import { isDay } from '../../processes/shanghai.js';
import { elementType } from '../../views/helpers/words.js';
import { given, type Page } from './page.js';

const presets: [Preset | 'own', string][] = [['month', '本月'], ['last-month', '上月'], ['ninety', '近 90 天'], ['year', '今年'], ['own', '自选日期']];
const levels = [['village', '村（社区）'], ['town', '镇（街道）'], ['county', '县（市、区）'], ['city', '市']];
const sides = [['', '不比较'], ['before', '上一时段'], ['period', '另一时段'], ['unit', '另一单位']];
const measures = [['runs', '次数'], ['mean', '平均用时'], ['median', '中位用时'], ['p90', 'P90 用时'], ['wait', '等待认领'], ['work', '办理'], ['late', '超期率'], ['again', '返工率']];
const chosen = (all: string[][], now: string) => all.map(([id, name]) => ({ id, name, chosen: id === now }));
const days = ({ from, to }: Period) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
const moved = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
/** The span of the same length just before. */
const before = (period: Period): Period => ({ from: moved(period.from, -days(period)), to: moved(period.from, -1) });

const time = (spread: any, of: 'mean' | 'median' | 'p90') => (spread?.[of] === undefined ? '—' : `${of !== 'mean' && spread.approximate ? '约 ' : ''}${spanWords(spread[of])}`);
const rate = (part: number, whole: number) => (whole === 0 ? '—' : `${Math.round((part / whole) * 1000) / 10}%`);

/** One element's figures as they are read. */
function cellsOf(each: any) {
  if (!each) return undefined;
  return {
    runs: String(each.runs), cut: each.cut || undefined, mean: time(each.time, 'mean'), median: time(each.time, 'median'), p90: time(each.time, 'p90'), wait: time(each.wait, 'mean'), work: time(each.work, 'mean'),
    late: rate(each.late, each.due), lateOf: each.due ? `${each.late}/${each.due}` : undefined, again: rate(each.again, each.runs), againOf: each.again ? `${each.again}/${each.runs}` : undefined, faults: each.faults || undefined,
  };
}

/** What the diagram is coloured by: milliseconds, counts and parts of one. */
const heatOf = (elements: any[]) => Object.fromEntries(elements.filter(({ gone }) => !gone).map((each) => [each.id, {
  runs: each.runs, mean: each.time.mean, median: each.time.median, p90: each.time.p90, wait: each.wait?.mean, work: each.work?.mean, late: each.due ? each.late / each.due : undefined, again: each.runs ? each.again / each.runs : undefined,
}]));

const sideName = (figures: any): string => `${figures.unit?.name ?? '全部可见单位'}，${figures.period.from} 至 ${figures.period.to}`;
const plain = ({ type, name, id }: any) => /GATEWAY|EVENT/.test(type) && (!name || name === id);

function table(own: any, other?: any) {
  const others = new Map<string, any>((other?.elements ?? []).map((each: any) => [each.id, each]));
  const all = [...own.elements, ...(other?.elements ?? []).filter(({ id }: any) => !own.elements.some((each: any) => each.id === id))].filter((each: any) => !plain(each));
  const mine = new Map<string, any>(own.elements.map((each: any) => [each.id, each]));
  return all.sort((a, b) => Number(b.human) - Number(a.human)).map(({ id, name, type, gone }: any) => ({ id, name, typeName: elementType(type), gone, cells: [cellsOf(mine.get(id)) ?? {}, ...(other ? [cellsOf(others.get(id)) ?? {}] : [])] }));
}

const isApproximate = (figures: any): boolean => figures?.elements.some((each: any) => [each.time, each.wait, each.work].some((one) => one?.approximate)) ?? false;

export const page: Page = {
  name: 'analysis', path: '/analysis', title: '流程分析', assets: ['diagram.css', 'control-room.css', 'analysis.css', 'analysis.js'],
  async show({ req, ask, deps }) {
    const [{ items: units }, { items: procedures }] = await Promise.all([ask('/analysis/units'), ask('/procedures')]);
    const real = procedures.filter((each: any) => each.definitionKey !== undefined || each.version);
    const procedure = given(req, 'procedure') ?? (real.find(({ id }: any) => id === 'grid-event') ?? real[0])?.id;
    const day = (name: string) => { const value = given(req, name); return isDay(value) ? value : undefined; };
    const preset = presets.find(([id]) => id === given(req, 'period'))?.[0] ?? (day('from') || day('to') ? 'own' : 'ninety');
    const usual = presetPeriod(preset === 'own' ? 'ninety' : preset, deps.clock.now());
    const period = preset === 'own' ? { from: day('from') ?? usual.from, to: day('to') ?? usual.to } : usual;
    const unit = given(req, 'unit');
    const version = given(req, 'version');
    const compare = sides.find(([id]) => id === given(req, 'compare'))?.[0] ?? '';
    const than = compare === 'before' ? before(period) : { from: day('otherFrom') ?? before(period).from, to: day('otherTo') ?? before(period).to };
    const level = unit?.includes('.') ? undefined : given(req, 'level');
    const otherUnit = given(req, 'otherUnit');
    const other = compare === 'unit' ? (otherUnit ? { otherUnit } : {}) : compare ? { otherFrom: than.from, otherTo: than.to } : {};
    const wrong = period.to < period.from ? '结束日期早于开始日期。' : undefined;
    const asked = wrong || !procedure ? undefined : await ask('/analysis/{procedure}', { params: { procedure }, query: { version, ...period, unit, level, ...other } }).catch((error: Error) => {
      // published, and the engine's record of it has not come yet
      if (error instanceof NotFound && !version && !unit && !otherUnit && procedures.some(({ id }: any) => id === procedure)) return undefined;
      throw error;
    });
    const many = units.length > MOST_LISTED;
    const offered = (now?: string) => (many ? [] : units.map((each: any) => ({ ...each, indent: '　'.repeat(each.depth), chosen: each.id === now })));
    return {
      asked, wrong, still: !asked && !wrong, procedures: procedures.map((each: any) => ({ ...each, chosen: each.id === procedure })), versions: (asked?.versions ?? []).map((each: any) => ({ ...each, chosen: String(each.version) === version })),
      presets: chosen(presets, preset), own: preset === 'own', period, units: offered(unit), levels: chosen(levels, level ?? ''), sides: chosen(sides, compare), compare, byPeriod: compare === 'period', byUnit: compare === 'unit', than, otherUnits: offered(otherUnit), many, unit, otherUnit, unitText: unit && await unitInField(unit, deps.store), otherUnitText: otherUnit && await unitInField(otherUnit, deps.store), isDepartment: unit?.includes('.'),
      measures: measures.map(([id, name]) => ({ id, name })), title: asked ? `${asked.name}：流程分析` : '流程分析',
      ...(asked ? {
        both: [asked, ...(asked.other ? [asked.other] : [])].map((each: any) => ({ ...each, caption: sideName(each), whole: cellsOf(each.whole) })), left: { caption: sideName(asked) }, right: asked.other && { caption: sideName(asked.other) },
        rows: table(asked, asked.other), nothing: asked.runs === 0 && !(asked.other?.runs > 0), approximate: isApproximate(asked) || isApproximate(asked.other),
        forBrowser: {
          name: asked.name, xml: `/api/procedures/${encodeURIComponent(asked.procedure)}/xml?definitionKey=${asked.drawn}`, measures,
          sides: [asked, ...(asked.other ? [asked.other] : [])].map((each: any) => ({ caption: sideName(each), heat: heatOf(each.elements), flows: each.flows })),
        },
      } : {}),
    };
  },
};
