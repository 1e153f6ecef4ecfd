// The words that registers and check-ins choose from, for whoever keeps them.
import { leadOf, leads } from '../../processes/grid/leads.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'grid-lists', path: '/grid/lists', title: '类别和职责清单', assets: ['grid-lists.js', 'grid.css'],
  async show({ ask }) {
    const { lists, revision, sources, may } = await ask('/grid-lists');
    return {
      leads: lists.duties.map((name: string) => ({ name, options: leads.map((one) => ({ ...one, chosen: one === leadOf(lists.leads[name]) })) })),
      revision, may, lists: Object.entries(sources as Record<string, { name: string; source: string }>).map(([key, { name, source }]) => {
        const words = lists[key] as (string | { name: string; monthly: boolean })[];
        return { key, name, source, isPeople: key === 'residents', rows: words.length + 1, text: words.map((word) => (typeof word === 'string' ? word : `${word.name}${word.monthly ? ' *' : ''}`)).join('\n') };
      }),
    };
  },
};
