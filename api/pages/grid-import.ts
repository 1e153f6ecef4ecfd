// Entering a whole file of register items: template, trial, and the real thing.
import { randomUUID } from 'node:crypto';
import { kinds, registers, registerOf } from '../../processes/grid/fields.js';
import { MOST_ROWS } from '../../processes/grid/import.js';
import { NotFound } from '../../processes/errors.js';
import { keptGrids } from '../grid/units.js';
import { given, type Page } from './page.js';

export const page: Page = {
  name: 'grid-import', path: '/grid/import', title: '批量导入', assets: ['grid-import.js', 'grid.css'],
  async show({ req, person, deps }) {
    const grids = await keptGrids(deps.store, person);
    if (grids.length === 0) throw new NotFound('您的岗位不维护登记册');
    const kind = kinds.find((one) => one === given(req, 'kind')) ?? 'household';
    const grid = given(req, 'grid');
    return {
      clientId: randomUUID(), kind, register: registerOf(kind), most: MOST_ROWS,
      kinds: registers.map((one) => ({ id: one.kind, name: one.title, chosen: one.kind === kind })), grids: grids.map(({ _id, name }) => ({ id: _id, name, chosen: _id === grid })), several: grids.length > 1,
    };
  },
};
