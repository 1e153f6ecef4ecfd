// The people of one's unit and below, searched and filtered; a new account is made here.
import { officesOf, roleName, roles } from '../../processes/roles.js';
import { given, pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'people', path: '/people', title: '人员和账号', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask }) {
    const state = given(req, 'state');
    const query = { q: given(req, 'q'), unit: given(req, 'unit'), role: given(req, 'role'), state: state === 'active' || state === 'disabled' ? state : undefined };
    const number = pageNumber(req);
    const size = 50;
    const [list, units] = await Promise.all([ask('/people', { query: { ...query, page: String(number), size: String(size) } }), ask('/people/units')]);
    return {
      ...query, filtered: Object.values(query).some(Boolean), items: list.items, doubles: list.doubles.map((each: any) => ({ ...each, held: officesOf(each.posts).map(roleName).join('、') })), pager: pager(req, { total: list.total, page: number, size }), anyUnits: units,
      units: units.map((each: any) => ({ ...each, indent: '　'.repeat(each.depth), chosen: each._id === query.unit })), roles: roles.map(({ id, name }) => ({ id, name, chosen: id === query.role })),
      states: [{ id: 'active', name: '在用' }, { id: 'disabled', name: '已停用' }].map((each) => ({ ...each, chosen: each.id === state })),
    };
  },
};
