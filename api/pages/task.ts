// One task: its case on top, its form below, and a plain word when it is no longer to be done.
import { personNames } from './names.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'task', path: '/tasks/:key', title: '任务', assets: ['form.css', 'task.js'],
  async show({ req, ask, person, deps }) {
    const key = req.params.key as string;
    const found = await ask('/tasks/{key}', { params: { key } });
    const { task, can, draft, submission } = found;
    const holder: string | undefined = task.holder?.person ?? task.assignee;
    const open = task.state === 'open';
    const canFill = open && holder === person._id && can.act;
    return {
      ...found, heading: task.name, title: task.name, by: submission?.by,
      holderName: holder && (await personNames(deps, [holder]))[holder],
      canClaim: open && !canFill && can.act, canRelease: canFill && !!task.holder, canFill,
      taken: open && !can.act && !!holder, foreign: open && !can.act && !holder,
      forBrowser: { key, state: task.state, canFill, form: found.form, data: found.data, draft, values: submission?.values, sent: submission && { at: submission.at, mine: submission.by.id === person._id }, person: person._id },
    };
  },
};
