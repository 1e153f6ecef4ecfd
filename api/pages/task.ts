// One task: what it is about, its form, what may be done with it, and a plain word when it is no longer to be done.
import { hasIt } from '../../processes/hand-over.js';
import { personNames } from './names.js';
import type { Ask, Page } from './page.js';

/** What whoever sent it may do next: the case's own next step, the next of their tasks, or one that waits for their group. */
async function nextFor(key: string, onward: any[], ask: Ask) {
  const [mine, group] = await Promise.all(['mine', 'group'].map((view) => ask('/tasks', { query: { view, page: '1', size: '2' } })));
  const step = onward.find(({ mine: own }) => own);
  const other = mine.items.find((task: any) => task.key !== key && task.key !== step?.key);
  return { step, other, waiting: !other && group.items.some((task: any) => task.key !== step?.key) };
}

/** The buttons that a person has, besides claiming and sending. */
function actsOf(task: any, can: any, returns: any, canFill: boolean) {
  const clocked = task.state === 'open' && task.limit && !task.fixed;
  const extended = (task.clock ?? []).some(({ type }: { type: string }) => type === 'extend');
  const late = !!returns?.ended;
  const held = task.holder ?? task.assignee;
  return {
    transfer: can.transfer, delegate: can.delegate, resume: can.resume, assign: can.assign && !can.transfer && (held ? '改派' : '交办'), return: canFill && returns && !late,
    askExtend: clocked && can.ask && !extended && !task.paused, askPause: clocked && can.ask && !task.paused,
    extend: clocked && can.clock && !can.ask && !extended && !task.paused, pause: clocked && can.clock && !can.ask && !task.paused, unpause: clocked && can.clock && task.paused,
    invite: can.invite, urge: can.urge,
  };
}

const returnWords = (returns: any): string | undefined => returns && (returns.ended ? `${returns.ended}，不能再退单。` : returns.number >= 3 ? '派错了可以退单。这是第三次，退单后由镇值班领导裁定。' : `派错了可以退单，须写明理由${returns.number > 1 ? `（已退 ${returns.number - 1} 次，第三次由镇值班领导裁定）` : ''}。`);

export const page: Page = {
  name: 'task', path: '/tasks/:key', title: '任务', assets: ['form.css', 'acting.css', 'task.js'],
  async show({ req, ask, person, deps }) {
    const key = req.params.key as string;
    const found = await ask('/tasks/{key}', { params: { key } });
    const { task, can, draft, submission, returns, coHandlings, onward } = found;
    const holder: string | undefined = hasIt(task);
    const open = task.state === 'open';
    const canFill = open && holder === person._id && can.act;
    const names = await personNames(deps, [holder, task.holder?.for, draft?.by]);
    const behalf = canFill && !!task.holder?.for;
    const [amount, unit] = (task.limit ?? '').split(/\s+/);
    return {
      ...found, hides: Object.fromEntries((found.case?.masked ?? []).map((part: string) => [part, can.reveal])), heading: task.name, title: task.name, by: submission?.by,
      holderName: holder && names[holder], ownerName: task.holder?.for && names[task.holder.for], behalf,
      canClaim: open && !canFill && can.act, claimWords: task.assignee ? '这项任务已交给别人，您可以接过来办理。' : '这是本部门的任务，认领后由您办理。',
      canRelease: canFill, releaseWords: behalf ? '退回委托' : task.holder && task.assignee !== person._id ? '退回认领' : '退回本组', canFill,
      taken: open && !can.act && !!holder, foreign: open && !can.act && !holder,
      draftBy: canFill && draft && draft.by !== person._id ? names[draft.by] ?? '同事' : undefined,
      returnWords: canFill ? returnWords(returns) : undefined, acts: actsOf(task, can, returns, canFill), limitAmount: amount, limitUnit: unit,
      pressing: open ? (task.urged ?? []).slice(-2).reverse() : [],
      next: task.state === 'completed' && submission?.by.id === person._id ? await nextFor(key, onward, ask) : undefined, watches: task.caseNo,
      forBrowser: {
        key, caseNo: task.caseNo, name: task.name, state: task.state, canFill, form: found.form, data: found.data, known: found.known, draft, values: submission?.values,
        sent: submission && { at: submission.at, mine: submission.by.id === person._id }, person: person._id, holder, held: !!holder, limitUnit: unit, returns,
        unanswered: coHandlings.filter(({ state }: any) => state === 'open').map(({ part, unitName }: any) => ({ part, unitName })),
      },
    };
  },
};
