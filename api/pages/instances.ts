// The instances of procedures: looked for by any mixture of filters that can be kept under a name, and one thing done to many.
import { described } from '../../processes/projection/described.js';
import type { Definition } from '../../processes/store/types.js';
import { narrowing } from '../task-list-choices.js';
import { given, pageNumber, pager, type Page } from './page.js';

const fields = ['caseNo', 'procedure', 'version', 'element', 'state', 'unit', 'incident', 'error', 'days', 'overdue', 'variable', 'op', 'value', 'variable2', 'op2', 'value2', 'variable3', 'op3', 'value3', 'sort'] as const;
type Query = Partial<Record<(typeof fields)[number], string>>;
const size = 20;
const states = [{ id: 'active', name: '进行中' }, { id: 'completed', name: '已完成' }, { id: 'terminated', name: '已终止' }];
const incidents = [{ id: 'true', name: '有异常' }, { id: 'false', name: '没有异常' }];
const overdues = [{ id: 'true', name: '有超时任务' }, { id: 'false', name: '没有超时任务' }];
const ages = [{ id: '1', name: '超过 1 天' }, { id: '7', name: '超过 7 天' }, { id: '30', name: '超过 30 天' }, { id: '90', name: '超过 90 天' }];
const sorts = [{ id: 'start', name: '最近开始的在前' }, { id: 'moved', name: '最近变动的在前' }, { id: 'age', name: '开始最早的在前' }];
const ops = [{ id: 'equals', name: '等于' }, { id: 'contains', name: '包含' }];

const href = (query: Query): string => { const text = String(new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])))); return text ? `/instances?${text}` : '/instances'; };
const marked = <T extends { id: string }>(list: T[], chosen?: string) => list.map((each) => ({ ...each, chosen: each.id === chosen }));

/** What can be chosen of one procedure: its versions, and the elements of the newest. */
async function ofProcedure(procedure: string | undefined, deps: Parameters<Page['show']>[0]['deps']) {
  if (!procedure) return { versions: [], elements: [] };
  const definitions = await deps.store.definitions.find({ procedure }).sort({ version: -1 }).lean<Definition[]>();
  const drawn = definitions[0] && await described(definitions[0]);
  return {
    versions: definitions.map(({ version }) => ({ id: String(version), name: `v${version}` })),
    elements: [...drawn?.elements ?? []].filter(([, { name, type }]) => name && !/flow|subprocess|^process/i.test(type)).map(([id, { name }]) => ({ id, name })),
  };
}

export const page: Page = {
  name: 'instances', path: '/instances', title: '流程实例', assets: ['acting.css', 'tasks.css', 'instances.css', 'instances.js'],
  async show({ req, ask, person, deps }) {
    const query: Query = Object.fromEntries(fields.map((name) => [name, given(req, name)]));
    const number = pageNumber(req);
    const [list, answer, saved, units, { versions, elements }] = await Promise.all([
      ask('/instances', { query: { ...query, page: String(number), size: String(size) } }), ask('/procedures'), ask('/filters', { query: { list: 'instances' } }), narrowing(deps.store, person), ofProcedure(query.procedure, deps),
    ]);
    const procedures: { id: string; name: string }[] = answer.items;
    const names: Partial<Record<(typeof fields)[number], { id: string; name: string }[]>> = { procedure: procedures, version: versions, element: elements, state: states, incident: incidents, overdue: overdues, days: ages, unit: units.flatMap(({ items }) => items) };
    const places = ['', '2', '3'] as const;
    const applied = [
      ...fields.filter((name) => query[name] && !/^(sort|variable|op|value)/.test(name)).map((name) => ({ name: name === 'caseNo' ? `案件号含 ${query[name]}` : name === 'error' ? `异常含“${query[name]}”` : names[name]?.find(({ id }) => id === query[name])?.name ?? query[name], without: href({ ...query, [name]: undefined, ...(name === 'procedure' ? { version: undefined, element: undefined } : {}) }) })),
      ...places.filter((place) => query[`variable${place}`] && query[`value${place}`]).map((place) => ({ name: `变量 ${query[`variable${place}`]} ${query[`op${place}`] === 'contains' ? '包含' : '等于'} ${query[`value${place}`]}`, without: href({ ...query, [`variable${place}`]: undefined, [`op${place}`]: undefined, [`value${place}`]: undefined }) })),
    ];
    const here = href(query);
    const kept = (saved.items as { id: string; name: string; query: Query }[]).map((each) => ({ ...each, href: href(each.query), here: href(Object.fromEntries(fields.map((name) => [name, each.query[name]]))) === here }));
    const clean = Object.fromEntries(Object.entries(query).filter(([, value]) => value));
    return {
      ...query, total: list.total, items: list.items.map((each: any) => ({ ...each, name: procedures.find(({ id }) => id === each.procedure)?.name ?? each.procedure })), pager: pager(req, { total: list.total, page: number, size }), applied, saved: kept, keptHere: kept.some((each) => each.here),
      procedures: marked(procedures, query.procedure), versions: marked(versions, query.version), elements: marked(elements, query.element), states: marked(states, query.state), incidentChoices: marked(incidents, query.incident), overdues: marked(overdues, query.overdue),
      ages: marked(ages, query.days), sorts: marked(sorts, query.sort ?? 'start'), units: units.map(({ name, items }) => ({ name, items: marked(items, query.unit) })),
      variables: places.map((place) => ({ place, number: place || '1', variable: query[`variable${place}`], value: query[`value${place}`], ops: marked(ops, query[`op${place}`] ?? 'equals') })),
      withVariables: places.some((place) => query[`variable${place}`]), forBrowser: { query: clean, list: 'instances', total: list.total },
    };
  },
};
