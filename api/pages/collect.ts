// Recording with one press: a tile for each duty in force, and what this month has of each.
import { registers } from '../../processes/grid/fields.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'collect', path: '/collect', title: '一键采集', assets: ['grid.css'],
  async show({ ask }) {
    const [{ month, duties, roles, others }, { may }] = await Promise.all([ask('/collection'), ask('/grid-lists')]);
    return { month: `${Number(month.slice(5))} 月`, duties, roles, others, mayList: may.change, registers: registers.map(({ kind, title }) => ({ kind, name: title })) };
  },
};
