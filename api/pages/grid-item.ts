// One item of a register: what is known, who saw it when, and the form that changes it; `new` is the form for another one.
import { randomUUID } from 'node:crypto';
import { categoriesOf } from '../../processes/grid/draft.js';
import { kinds, registerOf, stateNames } from '../../processes/grid/fields.js';
import { NotFound } from '../../processes/errors.js';
import type { RegisterChange, RegisterItem, RegisterKind } from '../../processes/store/types.js';
import { shownValue } from '../grid/concerned.js';
import { keptGrids } from '../grid/units.js';
import { seenWords } from '../grid/seen.js';
import { given, type Page, type Visit } from './page.js';

type Shown = { id: string; kind: RegisterKind; grid: string; name: string; categories: string[]; household?: string; householdName?: string; phone?: string; idNumber?: string; place: { text: string }; facts: Record<string, string>; note?: string; state: string; seenAt?: Date; history?: RegisterChange[]; may: { keep: boolean } };

/** What the form needs: its fields with what stands in them; numbers are never among it. */
async function formOf(kind: RegisterKind, grid: string, item: Partial<Shown>, { ask, deps: { store } }: Visit) {
  const { lists } = await ask('/grid-lists');
  const names = [...new Set([...categoriesOf(kind, lists), ...(item.categories ?? [])])];
  const households = kind === 'resident' ? await store.registers.find({ grid, kind: 'household', state: 'current' }, { name: 1, place: 1 }).sort({ name: 1 }).limit(1_500).lean<RegisterItem[]>() : [];
  return registerOf(kind).fields.map((field, n) => {
    const hidden = field.key === 'phone' || field.key === 'idNumber';
    return {
      ...field, id: `f${n}`, value: hidden ? '' : shownValue(item, field), masked: hidden ? item[field.key as 'phone'] : undefined, isMany: field.key === 'categories' && kind === 'resident', isOne: field.key === 'categories' && kind !== 'resident',
      isLong: field.key === 'note', isPlace: field.key === 'place', isHousehold: field.key === 'household', isPhone: field.key === 'phone', isId: field.key === 'idNumber',
      options: field.key === 'categories' ? names.map((name) => ({ name, chosen: item.categories?.includes(name) })) : households.map(({ _id, name, place }) => ({ id: _id, name: `${name}（${place.text}）`, chosen: _id === item.household })),
    };
  });
}

async function newItem(visit: Visit): Promise<object> {
  const { req, person, deps } = visit;
  const grids = await keptGrids(deps.store, person);
  const kind = kinds.find((one) => one === given(req, 'kind')) ?? 'household';
  const household = kind === 'resident' && given(req, 'household') ? await deps.store.registers.findById(given(req, 'household')!).lean<RegisterItem>() : null;
  const grid = grids.find(({ _id }) => _id === (household?.grid ?? given(req, 'grid'))) ?? grids[0];
  if (!grid) throw new NotFound('您的岗位不维护登记册');
  const register = registerOf(kind);
  const blank = { ...(household ? { household: household._id, place: household.place } : {}) };
  return {
    isNew: true, heading: `登记一${register.noun}`, register, kind, grid: grid._id, gridName: grid.name, clientId: randomUUID(), personId: person._id, keeps: true, back: `/grid?view=${kind}`,
    grids: grids.map(({ _id, name }) => ({ id: _id, name, chosen: _id === grid._id })), several: grids.length > 1 && !household, fields: await formOf(kind, grid._id, blank, visit),
  };
}

export const page: Page = {
  name: 'grid-item', path: '/grid/items/:id', title: '登记', assets: ['grid-item.js', 'grid.css'],
  async show(visit) {
    const { req, ask, person, deps } = visit;
    if (req.params.id === 'new') return newItem(visit);
    const item = await ask('/registers/{id}', { params: { id: req.params.id } });
    const register = registerOf(item.kind);
    const [visits, members, cases] = await Promise.all([
      ask('/visits', { query: { item: item.id, page: '1', size: '10' } }),
      item.kind === 'household' ? ask('/registers', { query: { household: item.id, kind: 'resident', page: '1', size: '50' } }) : { items: [] },
      ask('/registers/{id}/cases', { params: { id: item.id } }),
    ]);
    return {
      title: item.name, item, register, kind: item.kind, grid: item.grid, gridName: item.gridName, heading: item.name, personId: person._id, keeps: item.may.keep, back: `/grid?view=${item.kind}&unit=${item.grid}`,
      stateName: stateNames[item.state as 'current'], isCurrent: item.state === 'current', isDanger: item.kind === 'danger', isHousehold: item.kind === 'household', seen: seenWords(item.seenAt, deps.clock.now()), hidden: item.may.unmask && (item.phone || item.idNumber || !item.may.keep),
      shown: register.fields.filter(({ key }) => key !== 'name').map((field) => ({ label: field.header, value: shownValue(item, field), href: field.key === 'household' && item.household ? `/grid/items/${item.household}` : undefined, reveal: field.key === 'phone' || field.key === 'idNumber' ? field.key : undefined })).filter(({ value }) => value),
      position: item.place.lng === undefined ? null : { lng: item.place.lng, lat: item.place.lat }, members: members.items, cases: cases.items, visits: visits.items, total: visits.total, history: [...(item.history as RegisterChange[])].reverse(), fields: item.may.keep ? await formOf(item.kind, item.grid, item, visit) : [],
    };
  },
};
