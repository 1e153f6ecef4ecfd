// The tasks that wait in a rehearsal: which one, who would do it, its form as they would see it, and sending it.
import { dateTime } from '../../helpers/format.js';
import { Refused } from './api.js';
import { busy, make } from './dom.js';

export interface StageTask {
  key: string; element: string; name: string; procedure: string; groups: string[]; people: { id: string; name: string; post: string }[]; limit?: string; dueAt?: string | null; form?: any; data?: any; obstacle?: string;
}
type Send = (answer: { element: string; key: string; as: string; values: Record<string, unknown> }) => Promise<void>;

export interface StageTasks { show(tasks: StageTask[], mayAct: boolean): void }

export function stageTasks(host: HTMLElement, send: Send, failed: (words: string) => void): StageTasks {
  let chosen = '';
  let shown = '';

  function facts({ groups, limit, dueAt, procedure }: StageTask): string {
    return [`由 ${groups.join('、') || '（没有写明）'} 办理`, limit && `时限 ${limit}`, dueAt && `${dateTime(dueAt)} 前`, procedure].filter(Boolean).join(' · ');
  }

  async function fill(task: StageTask, card: HTMLElement): Promise<void> {
    const people = make('select', { class: 'form-select', 'aria-label': '由谁办理' }, ...task.people.map(({ id, name, post }) => make('option', { value: id }, `以 ${name}（${post}）的身份`)));
    const container = make('div', { class: 'ld-form' });
    const button = make('button', { type: 'button', class: 'btn btn-primary', 'data-answer': task.element }, '提交');
    card.append(people, container, make('div', { class: 'ld-actions' }, button));
    const [{ Form }, { chinese, replaceFixedWords }, { standInFiles }, { showErrors, showRefusal }] = await Promise.all([
      import('@bpmn-io/form-js-viewer'), import('./form-words.js'), import('./form-stand-in.js'), import('./form-problems.js'),
    ]);
    const form = new Form({ container, additionalModules: [chinese, standInFiles] } as never);
    await form.importSchema(task.form, task.data);
    replaceFixedWords(container);
    container.classList.add('is-ready');
    button.addEventListener('click', () => void busy(button, async () => {
      const { data, errors } = form.submit() as { data: Record<string, unknown>; errors: Record<string, unknown> };
      if (Object.keys(errors).length) return showErrors(form, container, errors);
      try {
        await send({ element: task.element, key: task.key, as: people.value, values: data });
      } catch (error) {
        if (error instanceof Refused) showRefusal(form, container, error.message, error.problems);
        else failed('没有提交成功，请再试一次。');
      }
    }));
  }

  function draw(tasks: StageTask[], mayAct: boolean): void {
    host.replaceChildren();
    const task = tasks.find(({ key }) => key === chosen) ?? tasks[0];
    if (!task) return;
    chosen = task.key;
    if (tasks.length > 1) {
      host.append(make('div', { class: 'ld-stage-pick', role: 'group', 'aria-label': '等着办的任务' }, ...tasks.map((one) => {
        const button = make('button', { type: 'button', class: 'btn btn-sm', 'aria-pressed': String(one === task) }, one.name);
        button.addEventListener('click', () => {
          chosen = one.key;
          draw(tasks, mayAct);
        });
        return button;
      })));
    }
    const card = make('div', { class: 'ld-stage-task', 'data-stage-task': task.element }, make('h3', {}, task.name), make('p', {}, facts(task)));
    host.append(card);
    if (task.obstacle) card.append(make('p', { class: 'ld-problem' }, task.obstacle));
    else if (mayAct) void fill(task, card).catch((error: Error) => card.append(make('p', { class: 'ld-problem' }, `表单打不开：${error.message}`)));
  }

  return {
    show(tasks, mayAct) {
      // what somebody is filling in is not drawn anew while the same tasks wait
      const now = JSON.stringify([tasks.map(({ key, dueAt }) => [key, dueAt]), mayAct]);
      if (now === shown) return;
      shown = now;
      draw(tasks, mayAct);
    },
  };
}
