// Warnings: issued and lifted by whoever commands, and for everybody concerned who is not checked yet, grid by grid.
import { MOST_WARNINGS } from '../../processes/aid/board.js';
import { warningKinds, warningLevels } from '../../processes/aid/warnings.js';
import { can } from '../../processes/roles.js';
import { warningsShown } from '../warnings-shown.js';
import { given, type Page } from './page.js';

const indents: Record<string, number> = { city: 0, county: 0, town: 0, village: 1, grid: 2 };
const tops = ['city', 'county', 'town'];

export const page: Page = {
  name: 'warnings', path: '/warnings', title: '预警排查', assets: ['grid.css', 'warnings.css', 'warnings.js'],
  async show({ req, ask, person }) {
    const issues = can(person, 'issue-warning');
    const id = given(req, 'id');
    const one = id && /^[\da-f-]{36}$/.test(id) ? id : undefined;
    const [{ items }, { lists }, { items: areas, more }] = await Promise.all([
      ask('/warnings', { query: { lifted: 'true', ...(one ? { id: one, most: '2000' } : {}) } }), ask('/grid-lists'), issues ? ask('/warnings/areas') : { items: [], more: 0 },
    ]);
    return {
      warnings: warningsShown(items), cut: items.length === MOST_WARNINGS && MOST_WARNINGS, one, issues, lifting: issues, kinds: Object.keys(warningKinds).map((name, n) => ({ name, chosen: n === 0 })), levels: warningLevels.map((name, n) => ({ name, chosen: n === 0 })),
      more,
      // a county has many grids: they are chosen under their town
      areas: areas.map((area: { id: string; name: string; level: string }) => ({ ...area, indent: indents[area.level] ?? 0, top: tops.includes(area.level) })),
      categories: lists.residents.map(({ name, monthly }: { name: string; monthly: boolean }) => ({ name, chosen: monthly })),
    };
  },
};
