// What can be done with a task beside filling it in: each button opens its dialog; what is typed into the form is kept first.
import { call } from '../lib/api.js';
import { busy, find, get, make, toast } from '../lib/dom.js';
import { openDialog, required } from '../lib/dialog-form.js';
import { drawPeople } from '../lib/people-choice.js';
import { uuid } from '../lib/uuid.js';

export interface Acting {
  key: string; name: string; held: boolean; limitUnit?: string; returns?: { outcome: string; number: number };
  /** Keeps what is typed, before the task changes hands. */
  flush(): Promise<void>;
  /** Chooses an outcome in the form and goes there. */
  choose(outcome: string): void;
}

export function acts({ key, name, held, limitUnit = '', returns, flush, choose }: Acting): void {
  const path = `/tasks/${key}`;
  const reload = () => location.reload();
  const send = async (what: string, body?: object) => { await flush(); await call('POST', `${path}/${what}`, body); reload(); };

  function give(what: 'transfer' | 'delegate' | 'assign', title: string, words: string, must: boolean): void {
    const dialog = openDialog('give', {
      title, words, confirm: title, must,
      async send(values) {
        const to = required(values, 'to', '请选择办理人。');
        const reason = must ? required(values, 'reason', '请写明理由，至少两个字。', 2) : String(values.get('reason') ?? '').trim();
        await send(what, { to, ...(reason.length > 1 ? { reason } : {}) });
      },
    });
    const host = get('[data-people]', dialog);
    call('GET', `${path}/people`).then(({ items }) => drawPeople(host, items), (error: Error) => host.replaceChildren(make('p', { class: 'ld-problem' }, error.message)));
  }

  function clock(type: 'extend' | 'pause' | 'resume', asked: boolean): void {
    const word = { extend: '延期', pause: '暂停计时', resume: '恢复计时' }[type];
    const id = uuid();
    const dialog = openDialog('clock', {
      title: asked ? `申请${word}` : word, words: asked ? '由本单位或上级负责人审批，结果会通知您；审批之前时限照常计算。' : `「${name}」的时限马上改变，办理人在任务里看得到。`, confirm: asked ? '提交申请' : word,
      async send(values) {
        const reason = required(values, 'reason', '请写明理由，至少两个字。', 2);
        const limit = type === 'extend' ? `${required(values, 'limit', '请写明延多久。')} ${limitUnit}` : undefined;
        if (asked) await send('clock-requests', { id, type, ...(limit ? { limit } : {}), reason });
        else await send(type, { ...(limit ? { limit } : {}), reason });
      },
    });
    get('[data-limit]', dialog).hidden = type !== 'extend';
  }

  function invite(): void {
    const id = uuid();
    const dialog = openDialog('invite', {
      async send(values) {
        const due = String(values.get('due') ?? '');
        // what is entered is Shanghai's time, whatever clock this device keeps
        await send('co-handlings', { id, unit: required(values, 'unit', '请选择部门。'), part: values.get('part'), asked: required(values, 'asked', '请写明请对方做什么。'), ...(due ? { dueAt: `${due}:00+08:00` } : {}) });
      },
    });
    const select = get<HTMLSelectElement>('select', dialog);
    if (select.options.length > 1) return;
    call('GET', `${path}/departments`).then(({ items }) => items.forEach((unit: { id: string; name: string }) => select.append(make('option', { value: unit.id }, unit.name))), (error: Error) => toast(error.message));
  }

  const does: Record<string, () => void> = {
    transfer: () => give('transfer', '转派', '任务和已填的内容一起交给对方，对方和案件时间线上都看得到理由。', true),
    delegate: () => give('delegate', '委托', '请对方代您办理，提交时注明受您委托；没提交之前您随时可以收回。', false),
    assign: () => give('assign', held ? '改派' : '交办', held ? '任务现在有人在办，改派后对方写的内容留在任务里，双方都会收到通知。' : '直接交给一个人办理，对方马上收到通知。', held),
    resume: () => void openDialog('sure', { title: '收回委托？', words: '任务回到您手中，对方填的内容会留着。', confirm: '收回委托', send: () => send('take-back') }),
    return: () => choose(returns!.outcome),
    'ask-extend': () => clock('extend', true), 'ask-pause': () => clock('pause', true),
    extend: () => clock('extend', false), pause: () => clock('pause', false), unpause: () => clock('resume', false), invite,
    urge: () => void openDialog('urge', { send: (values) => send('urge', { text: required(values, 'text', '请写催办的话。') }) }),
  };
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-act]');
    if (button) does[button.dataset.act!]?.();
  });
  const release = find<HTMLButtonElement>('[data-release]');
  release?.addEventListener('click', () => busy(release, async () => {
    await flush();
    await call('POST', `${path}/release`).then(() => { location.href = '/tasks'; }, (error: Error) => toast(error.message));
  }));
  // On a phone the actions are one tap away and do not push the form down.
  if (matchMedia('(max-width: 767px)').matches) {
    const list = find<HTMLDetailsElement>('[data-acts]');
    if (list) list.open = false;
    document.addEventListener('click', ({ target }) => { if (list && !list.contains(target as Node)) list.open = false; });
  }
}
