// A new procedure: from a pattern, blank, or from a file; each begins as a draft and goes on in the editor.
import { Forbidden } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import type { Page } from './page.js';

const units = ['分钟', '小时', '工作时', '工作日', '自然日'];
const steps = [{ id: 'onSite', name: '到场' }, { id: 'meeting', name: '会商' }, { id: 'handle', name: '处置' }, { id: 'verify', name: '核查' }];

/** A limit as two fields: `2 工作时` → 2 and 工作时. */
function split(limit: string): { amount: string; units: { name: string; chosen: boolean }[] } {
  const [amount = '', unit = ''] = limit.split(' ');
  return { amount, units: units.map((name) => ({ name, chosen: name === unit })) };
}

export const page: Page = {
  name: 'new-procedure', path: '/procedures/new', title: '新建流程', assets: ['diagram.css', 'new-procedure.css', 'new-procedure.js'],
  async show({ ask, person }) {
    if (!can(person, 'edit-procedures')) throw new Forbidden('只有流程管理员能新建流程');
    const [{ levels, departments }, { items }] = await Promise.all([ask('/patterns/joint-handling'), ask('/procedures')]);
    return {
      departments: departments.map((each: { levels: string[] }) => ({ ...each, onlyCounty: !each.levels.includes('town') })),
      levels: levels.map(({ limits, ...level }: { limits: Record<string, string> }) => ({ ...level, steps: steps.map((step) => ({ ...step, ...split(limits[step.id]!) })) })),
      forBrowser: { taken: items.map(({ id }: { id: string }) => id) },
    };
  },
};
