// The people of one's unit and below, searched and filtered; a new account is made here.
import { unitInField } from '../../processes/find-units.js';
import { allows, officesOf, roleName, roles } from '../../processes/roles.js';
import { given, pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'people', path: '/people', title: '人员和账号', assets: ['accounts.css', 'accounts.js', 'first-passwords.js'],
  async show({ req, ask, person, deps: { store } }) {
    const state = given(req, 'state');
    const query = { q: given(req, 'q'), unit: given(req, 'unit'), role: given(req, 'role'), state: state === 'active' || state === 'disabled' ? state : undefined };
    const number = pageNumber(req);
    const size = 50;
    const list = await ask('/people', { query: { ...query, page: String(number), size: String(size) } });
    const top = person.posts.find(({ role }) => allows(role, 'manage-people'))?.unit;
    return {
      ...query, filtered: Object.values(query).some(Boolean), items: list.items, doubles: list.doubles.map((each: any) => ({ ...each, held: officesOf(each.posts).map(roleName).join('、') })), pager: pager(req, { total: list.total, page: number, size }), unset: list.unset,
      unitShown: query.unit && await unitInField(query.unit, store), handTo: query.unit ?? top, handShown: (query.unit ?? top) && await unitInField((query.unit ?? top)!, store), roles: roles.map(({ id, name }) => ({ id, name, chosen: id === query.role })),
      states: [{ id: 'active', name: '在用' }, { id: 'disabled', name: '已停用' }].map((each) => ({ ...each, chosen: each.id === state })),
    };
  },
};
