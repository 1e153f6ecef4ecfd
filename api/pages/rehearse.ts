// Rehearsing a procedure: its diagram with the way drawn, the case, the steps, and the scripts that are kept.
import { categories } from '../../processes/categories.js';
import { can } from '../../processes/roles.js';
import { urgencies } from '../../processes/report.js';
import { Forbidden } from '../../processes/errors.js';
import type { Unit } from '../../processes/store/types.js';
import { unitNames } from './names.js';
import { given, type Page } from './page.js';

export const page: Page = {
  name: 'rehearse', path: '/procedures/:id/rehearse', title: '演练', assets: ['diagram.css', 'form.css', 'rehearse.css', 'rehearse.js'],
  async show({ req, ask, person, deps }) {
    if (!can(person, 'approve-procedures')) throw new Forbidden('演练由流程管理员和指挥长进行');
    const procedure = req.params.id as string;
    // a page's own `scripts` are its bundles
    const { scripts: kept, ...about } = await ask('/rehearsals', { query: { procedure, version: given(req, 'version') } });
    const files = await ask('/procedures/{id}/files', { params: { id: procedure }, query: { version: about.version } });
    const grids = await deps.store.units.find({ level: 'grid', endedOn: null }, { outline: 0 }).sort({ _id: 1 }).lean<Unit[]>();
    const villages = await unitNames(deps, grids.map(({ parent }) => parent));
    // where most posts are filled, so that the first try does not stop at a task that nobody could do
    const staffed = (await deps.store.people.distinct('groups', { active: true })) as string[];
    const filled = new Map<string, number>();
    for (const group of staffed) {
      const [place] = group.split(/[./]/) as [string];
      filled.set(place, (filled.get(place) ?? 0) + 1);
    }
    // the grid itself, its village and its town
    const posts = ({ path }: Pick<Unit, 'path'>): number => path.slice(-3).reduce((sum, unit) => sum + (filled.get(unit) ?? 0), 0);
    const chosen = grids.reduce<Unit | undefined>((best, one) => (best && posts(best) >= posts(one) ? best : one), undefined)?._id;
    const groups = [...new Set(categories.map(({ group }) => group))].map((name) => ({ name, categories: categories.filter(({ group }) => group === name) }));
    const { beginning } = about;
    return {
      ...about, title: `演练：${about.name}`, groups, urgencies, grids: grids.map(({ _id, name, parent }) => ({ id: _id, chosen: _id === chosen, name: parent && villages[parent] ? `${villages[parent]} · ${name}` : name })),
      called: beginning.start === 'direct', byItself: beginning.start === 'none', isDraft: about.version === 'draft',
      variables: beginning.variables.length > 0 ? JSON.stringify(Object.fromEntries(beginning.variables.map((name: string) => [name, null])), null, 2) : '{}',
      kept: kept.map((script: any) => ({ ...script, steps: script.steps.length, last: script.last && { ...script.last, way: undefined, percent: script.last.total ? Math.round((script.last.covered / script.last.total) * 100) : 0 } })),
      forBrowser: {
        procedure, version: about.version, person: person._id, xml: files.files.find(({ name }: { name: string }) => name.endsWith('.bpmn'))?.content ?? '', way: about.way, coverage: about.coverage,
        current: about.current, unavailable: about.unavailable, start: beginning.start, edit: can(person, 'edit-procedures'),
      },
    };
  },
};
