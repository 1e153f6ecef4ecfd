// Intervening in an instance: a dialog that shows what will happen as it is filled in, and does it once, on what was shown.
import { call, Refused } from './api.js';
import { lookAgain } from './changes.js';
import type { Diagram } from './diagram.js';
import { dialogOf, Missing, openDialog, required } from './dialog-form.js';
import { find, get, make, toast } from './dom.js';
import { fieldsOf, type Asked, type Fields } from './intervene-fields.js';
import { uuid } from './uuid.js';

interface Preview { says: string[]; warns: string[]; mark: string }

const TITLES: Record<string, [title: string, words: string, confirm: string]> = {
  cancel: ['终止这个流程？', '流程立即停下，不能撤销；确需再办，只能重新启动。', '终止流程'], retry: ['重试异常', '请先确认原因已经排除。', '重试'],
  move: ['移动环节', '让流程离开现在的环节，从另一个环节接着办；几处一起移，要么全部做到，要么一处也不动。', '移动'], variable: ['更正变量', '值按 JSON 填写：文字加英文双引号，数字和 true / false 不加。', '更正'],
  due: ['调整时限', '', '调整'], reassign: ['改派任务', '', '改派'], restart: ['重新启动这个案件？', '', '重新启动'],
};

const list = (host: HTMLElement, items: string[]): void => host.replaceChildren(...items.map((text) => make('li', {}, text)));

export function intervening(key: string, view: Diagram): void {
  const path = `/instances/${key}/interventions`;
  const dialog = dialogOf('intervene');
  const [says, warns] = [get('[data-says]', dialog), get('[data-warns]', dialog)];
  const problem = get('[data-problem]', dialog);
  let turn = 0;
  let seen: Preview | undefined;

  /** What would happen with what is filled in now; of two answers the later question counts. */
  async function look(fields: Fields): Promise<void> {
    const mine = turn += 1;
    seen = undefined;
    problem.textContent = '';
    const asked = fields.read();
    if (typeof asked === 'string') {
      list(says, [asked]);
      return list(warns, []);
    }
    try {
      const told = await call<Preview>('POST', `${path}/preview`, asked);
      if (mine !== turn) return;
      seen = told;
      list(says, told.says);
      list(warns, told.warns);
    } catch (error) {
      if (mine !== turn) return;
      list(says, [error instanceof Refused && error.problems.length > 0 ? error.problems.map(({ message }) => message).join('；') : (error as Error).message]);
      list(warns, []);
    }
  }

  async function open(asked: Asked): Promise<void> {
    const [title, words, confirm] = TITLES[asked.kind]!;
    let id = uuid();
    list(says, ['正在查看…']);
    list(warns, []);
    get<HTMLTextAreaElement>('textarea[name=reason]', dialog).value = '';
    const host = get('[data-fields]', dialog);
    host.replaceChildren();
    const shown: { fields?: Fields } = {};
    openDialog('intervene', {
      title: asked.name ? `${title}：${asked.name}` : title, words, confirm, grave: asked.kind === 'cancel',
      async send(values) {
        const given = shown.fields?.read();
        if (!given || typeof given === 'string') throw new Missing(given ?? '请稍候');
        if (!seen) throw new Missing('还不能执行，请看「会发生什么」。');
        const reason = required(values, 'reason', '请写明理由（至少两个字）。', 2);
        try {
          await call('POST', path, { ...given, id, reason, mark: seen.mark });
        } catch (error) {
          // it was answered for, and refused: what is tried next is another intervention, on what stands there now
          if (error instanceof Refused && error.status === 409) {
            id = uuid();
            void look(shown.fields!).then(() => { problem.textContent = error.message; });
          }
          throw error;
        }
        toast('已执行，几秒后页面会跟着变化。');
        setTimeout(() => { lookAgain('all'); void view.refresh().catch(() => undefined); }, 1_500);
      },
    });
    const made = await fieldsOf(asked, key, view, dialog).catch((error: Error) => { list(says, [error.message]); return undefined; });
    if (!made) return;
    shown.fields = made;
    host.replaceChildren(...made.parts);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    made.changed = () => {
      turn += 1;
      seen = undefined;
      clearTimeout(waiting);
      waiting = setTimeout(() => void look(made), 250);
    };
    host.oninput = () => made.changed?.();
    await look(made);
  }

  /** All open incidents of one cause: in the background, each with its own result. */
  async function openAlike(incident: string): Promise<void> {
    const id = uuid();
    list(says, ['正在查看…']);
    list(warns, []);
    get('[data-fields]', dialog).replaceChildren();
    let found = 0;
    openDialog('intervene', {
      title: '同一原因的一起重试', words: TITLES.retry![1], confirm: '全部重试',
      async send(values) {
        if (found === 0) throw new Missing('没有可以重试的异常。');
        const reason = required(values, 'reason', '请写明理由（至少两个字）。', 2);
        const made = await call<{ id: string }>('POST', `/incidents/${incident}/alike/retry`, { id, reason });
        location.href = `/background?job=${made.id}`;
      },
    });
    try {
      const { total, items } = await call<{ total: number; items: { caseNo?: string }[] }>('GET', `/incidents/${incident}/alike`);
      found = total;
      const cases = [...new Set(items.flatMap(({ caseNo }) => caseNo ?? []))];
      list(says, total === 0 ? ['这个原因的异常都已经解除。'] : [
        `同一流程、同一环节、同样报错的异常共 ${total} 个，全部重试。`, ...(cases.length > 0 ? [`涉及案件：${cases.slice(0, 10).join('、')}${cases.length > 10 || total > items.length ? ' 等' : ''}。`] : []), '在后台逐个进行，每个都有自己的结果，中途可以停止；不收回任何任务。',
      ]);
    } catch (error) {
      list(says, [(error as Error).message]);
    }
  }

  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-intervene], button[data-alike]');
    if (!button) return;
    const { intervene, alike, incident, task, name, scope, scopeName, value, now } = button.dataset;
    if (alike) return void openAlike(alike);
    void open({ kind: intervene!, incident, task, name, scope, scopeName, value, now });
  });
  find('[data-choosing-end]')?.addEventListener('click', () => {
    view.choose();
    get('[data-choosing]').hidden = true;
    dialog.showModal();
  });
}
