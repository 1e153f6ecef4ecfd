// The organisation from one unit: what it lies in, what lies below it, who works there, what changes when; an administrator changes it here.
import { mayAt } from '../../processes/accounts/scope.js';
import { above, centreOf, kindWords, levelName } from '../../processes/org-changes/columns.js';
import { currentItems } from '../../processes/org-changes/move-registers.js';
import { orgKinds } from '../../processes/org-changes/order.js';
import { findBelow, postedAt } from '../../processes/organisation.js';
import { roleName } from '../../processes/roles.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import type { Unit, UnitLevel } from '../../processes/store/types.js';
import { unitsById } from '../../processes/units.js';
import { seesUnit } from '../../processes/visibility.js';
import { given, pageNumber, pager, type Page } from './page.js';

const size = 60;
const stateNames: Record<string, string> = { open: '等待生效', done: '已生效', stuck: '没有生效', cancelled: '已取消' };
/** What an order looks like in a list. */
export const orderShown = (order: any) => ({ ...order, stateName: order.state === 'open' && order.begun ? '部分已生效' : order.state === 'cancelled' && order.begun ? '其余已取消' : stateNames[order.state], waits: order.state === 'open', tone: order.state === 'stuck' ? 'late' : order.state === 'open' ? 'wait' : 'still', kindName: order.kind === 'units' ? '单位' : '人员' });

export const page: Page = {
  name: 'organisation', path: '/organisation', title: '组织机构', assets: ['accounts.css', 'organisation.css', 'organisation.js'],
  async show({ req, ask, person, deps: { store, clock } }) {
    const id = given(req, 'unit') ?? person.posts[0]?.unit.split('.')[0];
    const unit = (await store.units.findById(id, { outline: 0, bot: 0 }).lean<Unit>()) ?? (await store.units.findOne({ parent: null }, { outline: 0, bot: 0 }).lean<Unit>());
    const kinds = orgKinds(person);
    const orders = kinds.length ? (await ask('/organisation/changes', { query: { page: '1', size: '8' } })).items.map(orderShown) : [];
    if (!unit) return { orders, kinds: {} };
    const number = pageNumber(req);
    const [lines, offices, parts, here] = await Promise.all([
      store.units.find({ _id: { $in: unit.path } }, { name: 1 }).lean<Unit[]>(), findBelow(store, unit._id, clock.now()), ask('/organisation/below', { query: { unit: unit._id, page: String(number), size: String(size) } }),
      seesUnit(person, unit) || kinds.includes('people') ? postedAt(store, [unit._id]) : [],
    ]);
    const names = new Map(lines.map((each) => [each._id, each.name]));
    const inner = [...(await unitsById(store)).values()].filter(({ level, path, endedOn }) => level === 'grid' && !endedOn && path.includes(unit._id));
    const dedicated = inner.filter(({ kind }) => kind === 'dedicated').length;
    const shown = (each: Pick<Unit, '_id' | 'name' | 'level' | 'kind' | 'endedOn'>) => ({ id: each._id, name: each.name, levelName: levelName(each.level), kindName: each.level === 'grid' && each.kind === 'dedicated' ? kindWords.dedicated : '', endedOn: each.endedOn });
    const mayUnits = mayAt(person, 'manage-settings', unit);
    const registered = mayUnits && unit.level === 'grid' ? (await currentItems([unit._id], store)).get(unit._id) : undefined;
    return {
      unit: { ...shown(unit), level: unit.level, phone: unit.phone, code: unit.code, kind: unit.kind ?? 'general', parent: unit.parent, centre: centreOf[unit.level] && `${unit.name}${centreOf[unit.level]}`, isGrid: unit.level === 'grid', isCounty: unit.level === 'county' }, title: unit.name,
      crumbs: unit.path.slice(0, -1).map((each) => ({ id: each, name: names.get(each) ?? each })), offices: offices.filter(({ level }) => level === 'department').map(shown), parts: parts.items.map(({ id: _id, ...each }: any) => shown({ _id, ...each })), pager: pager(req, { total: parts.total, page: number, size }),
      grids: inner.length, general: inner.length - dedicated, dedicated, people: here.map((each) => ({ id: each._id, name: each.name, roles: each.posts.filter((post) => post.unit === unit._id).map(({ role }) => roleName(role)).join('、') })),
      knowsPeople: seesUnit(person, unit) || kinds.includes('people'), mayOpenPeople: mayAt(person, 'manage-people', unit),
      mayUnits: mayUnits && !unit.endedOn, mayEnd: mayUnits && unit.parent !== null && !unit.endedOn, kinds: { units: kinds.includes('units'), people: kinds.includes('people'), any: kinds.length > 0 },
      belowLevels: (Object.keys(above) as UnitLevel[]).filter((level) => above[level].includes(unit.level)).map((level) => ({ id: level, name: levelName(level) })),
      registered, gridBelow: unit.level === 'village', today: shanghaiDay(clock.now()), orders, fresh: [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()],
    };
  },
};
