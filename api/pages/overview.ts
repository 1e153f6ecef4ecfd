// The overview: what burns first, every indicator with what stands above and below its line, by unit, category and time; each number leads to its cases.
import { categories as allCategories } from '../../processes/categories.js';
import { indicators, marks, type Indicator, type Mark } from '../../processes/figures/indicators.js';
import { dayNumber, formatDay, isDay, shanghaiDay } from '../../processes/shanghai.js';
import { span } from '../../views/helpers/format.js';
import { given, type Page } from './page.js';

const presets = [['today', '今天'], ['week', '本周'], ['month', '本月'], ['30', '近 30 天'], ['90', '近 90 天'], ['year', '今年'], ['own', '自定义']] as const;
const levelBelow: Record<string, string> = { city: 'county', county: 'town', town: 'village', village: 'grid' };
/** The columns of the tables, and the rates among the cards. */
const columns = ['overdue', 'dueSoon', 'open', 'new', 'closed', 'onTimeRate', 'responseRate', 'reworkRate', 'returnRate', 'satisfaction'].map((id) => indicators.find((one) => one.id === id)!);
const bad: Record<string, string> = { overdue: 'late', dueSoon: 'soon' };

/** The first day of a preset that ends today; days as numbers, weeks begin on Monday. */
function begin(preset: string, today: number): number {
  const text = formatDay(today);
  if (preset === 'today') return today;
  if (preset === 'week') return today - ((today + 3) % 7);
  if (preset === '30' || preset === '90') return today - Number(preset) + 1;
  return dayNumber(new Date(`${preset === 'year' ? `${text.slice(0, 4)}-01` : text.slice(0, 7)}-01T00:00:00+08:00`));
}

/** An indicator's value as it reads; a dash when nothing stands below its line. */
function words({ kind }: Pick<Indicator, 'kind'>, value: number | null): string {
  if (value === null) return '—';
  return kind === 'rate' ? `${(value * 100).toFixed(1)}%` : kind === 'time' ? span(value * 60_000) : String(value);
}

interface Look { unit: string; from: string; until: string; category?: string }

/** The address of the cases behind a number. */
function listOf(mark: Mark, { unit, from, until, category }: Look): string {
  return `/cases?${new URLSearchParams({ figure: mark, unit, ...(marks[mark].basis === 'now' ? {} : { from, until }), ...(category ? { category } : {}) })}`;
}

/** A number with its links. */
function cell(indicator: Indicator, figure: { numerator: number; denominator: number | null; value: number | null }, look: Look) {
  const counted = indicator.kind !== 'time';
  return {
    id: indicator.id, label: indicator.name, value: words(indicator, figure.value), rate: indicator.kind !== 'count', empty: figure.value === null, mood: figure.numerator > 0 ? bad[indicator.id] : undefined,
    href: listOf(indicator.numerator, look), above: counted ? String(figure.numerator) : figure.denominator ? span(figure.numerator * 60_000) : '0', aboveName: counted ? marks[indicator.numerator].name : '用时之和', counted,
    ...(indicator.denominator ? { below: String(figure.denominator), belowName: marks[indicator.denominator].name, belowHref: listOf(indicator.denominator, look) } : {}),
  };
}

/** What is urgent beyond the ordinary is said beside its name. */
const pressing = (one: { urgency: string }) => ({ ...one, pressing: (one.urgency === '特急' || one.urgency === '紧急') && one.urgency });

export const page: Page = {
  name: 'overview', path: '/overview', title: '总览', assets: ['control-room.css', 'map.css', 'overview.css', 'overview.js'],
  async show({ req, ask, deps }) {
    const today = dayNumber(deps.clock.now());
    const period = presets.find(([id]) => id === given(req, 'period'))?.[0] ?? 'month';
    const [one, other] = [given(req, 'from'), given(req, 'until')];
    const days = period === 'own' && isDay(one) && isDay(other) ? [one, other].sort() : [formatDay(begin(period, today)), formatDay(today)];
    const category = given(req, 'category');
    const chosenCategory = category && allCategories.some(({ code }) => code === category || code[0] === category) ? category : undefined;
    const picture = await ask('/overview', { query: { ...(given(req, 'unit') ? { unit: given(req, 'unit') } : {}), from: days[0], until: days[1], ...(chosenCategory ? { category: chosenCategory } : {}) } });
    const look: Look = { unit: picture.unit.id, from: picture.from, until: picture.until, category: chosenCategory };
    const to = (more: Record<string, string>) => `/overview?${new URLSearchParams({ unit: look.unit, period, ...(period === 'own' ? { from: look.from, until: look.until } : {}), ...(chosenCategory ? { category: chosenCategory } : {}), ...more })}`;
    const by = (id: string) => picture.indicators.find((indicator: { id: string }) => indicator.id === id);
    const cards = picture.indicators.map((indicator: any) => ({ ...cell(indicators.find(({ id }) => id === indicator.id)!, indicator, look), definition: indicator.definition }));
    const day = shanghaiDay(picture.at);
    const sameDay: Look = { ...look, from: day, until: day };
    const burning = picture.units.filter(({ figures }: any) => figures.overdue.value > 0).sort((a: any, b: any) => b.figures.overdue.value - a.figures.overdue.value).slice(0, 6)
      .map(({ id, name, figures }: any) => ({ name, late: figures.overdue.value, of: figures.open.value, href: listOf('overdue', { ...look, unit: id }) }));
    const groups = [...new Map(allCategories.map(({ code, group }) => [code[0]!, group]))];
    return {
      unit: picture.unit, crumbs: picture.above.map(({ id, name }: any) => ({ name, href: to({ unit: id }) })), from: look.from, until: look.until, own: period === 'own', category: chosenCategory,
      presets: presets.map(([id, name]) => ({ id, name, chosen: id === period })), groups: groups.map(([id, name]) => ({ id, name, chosen: id === chosenCategory, items: allCategories.filter(({ code }) => code[0] === id).map(({ code, name: title }) => ({ id: code, name: title, chosen: code === chosenCategory })) })),
      tiles: [
        ...cards.filter(({ id }: any) => ['overdue', 'dueSoon', 'open'].includes(id)),
        { id: 'todayNew', label: '今日新上报', value: String(picture.today.new), href: listOf('new', sameDay), definition: marks.new.says.replaceAll('期内', '今天') + '。' },
        { id: 'todayClosed', label: '今日办结', value: String(picture.today.closed), href: listOf('closed', sameDay), definition: marks.closed.says.replaceAll('期内', '今天') + '。' },
      ],
      incidents: picture.incidents, burning, worst: picture.worst.map(pressing), soon: picture.soon.map(pressing), stuck: picture.stuck.map((each: any) => ({ ...pressing(each), still: span(new Date(picture.at).getTime() - new Date(each.moved).getTime()) })), calm: by('overdue').value === 0 && by('dueSoon').value === 0 && picture.incidents === 0,
      cards: cards.filter(({ id }: any) => !['overdue', 'dueSoon', 'open'].includes(id)), columns: columns.map(({ name }) => name),
      units: picture.units.map(({ id, name, figures }: any) => ({ id, name, href: to({ unit: id }), cells: columns.map((indicator) => cell(indicator, figures[indicator.id], { ...look, unit: id })) })),
      kinds: picture.categories.map(({ code, name, figures }: any) => ({ name, href: to({ category: code }), cells: columns.map((indicator) => cell(indicator, figures[indicator.id], { ...look, category: code })) })),
      forBrowser: {
        trend: picture.trend.map(({ from, until, figures }: any) => ({ from, until, new: figures.new.value, closed: figures.closed.value, onTime: figures.onTimeRate.value })), level: levelBelow[picture.unit.level],
        units: picture.units.map(({ id, name, figures }: any) => ({ id, name, open: figures.open.value, overdue: figures.overdue.value, href: to({ unit: id }) })), map: deps.settings.map ?? { crs: 'wgs84' },
        lists: { new: listOf('new', look), closed: listOf('closed', look) },
      },
    };
  },
};
