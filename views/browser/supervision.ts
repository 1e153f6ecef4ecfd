// The board of supervision: what may be done about a task, in one dialog, each act sent once however often it is pressed.
import { dateTime } from '../helpers/format.js';
import { answerQuestions } from './lib/answer-question.js';
import { call } from './lib/api.js';
import { Missing, openDialog, required } from './lib/dialog-form.js';
import { busy, get, pageData, toast } from './lib/dom.js';
import { uuid } from './lib/uuid.js';

interface Act { label: string; by: { name?: string; system?: string }; at: string; text: string; toNames?: string[]; dueAt?: string; late?: boolean; reply?: { by: { name: string }; at: string; text: string; late: boolean } }
interface Stand { level: string; pressed: boolean; open: boolean; urge: boolean; acts: Act[]; audiences: { id: string; name: string }[] }

const { now } = pageData<{ now: string }>();
const LEVELS: Record<string, string> = { none: '现在没有督办', plain: '普通督办中', yellow: '黄牌督办中', red: '红牌督办中' };
const WORDS: Record<string, { title: string; words: string; confirm: string; label: string; done: string }> = {
  yellow: { title: '黄牌督办', words: '办理人马上收到紧急通知，记入案件经过。', confirm: '发黄牌', label: '理由', done: '黄牌已发出。' },
  red: { title: '红牌督办', words: '办理人马上收到紧急通知，记入案件经过。红牌之后不能再改发黄牌。', confirm: '发红牌', label: '理由', done: '红牌已发出。' },
  cancel: { title: '取消督办', words: '撤下现在的牌，经过仍然保留。', confirm: '取消督办', label: '理由', done: '督办已取消。' },
  press: { title: '加急', words: '办理人马上收到紧急通知，任务上标出加急。', confirm: '加急', label: '理由', done: '已加急。' },
  unpress: { title: '取消加急', words: '任务不再标加急。', confirm: '取消加急', label: '理由', done: '已取消加急。' },
  urge: { title: '催办', words: '办理人马上收到紧急通知。同一任务一小时内只能催一次。', confirm: '催办', label: '催办的话', done: '已催办。' },
  remark: { title: '领导批示', words: '写明意见，选中的人马上收到。', confirm: '批示', label: '批示', done: '批示已发出。' },
  question: { title: '要求答复', words: '对方在任务页、案件页和「我的任务」里答复；逾期会标出。', confirm: '发出', label: '要对方答复什么', done: '已发出，答复后会通知您。' },
};

const dialog = get<HTMLDialogElement>('[data-supervise-of]');
get('[data-close]', dialog).addEventListener('click', () => dialog.close());
let key = '';
let stand: Stand | undefined;

const made = (tag: string, text: string, name = ''): HTMLElement => Object.assign(document.createElement(tag), { textContent: text, className: name });

function showActs(acts: Act[]): void {
  const list = get('[data-acts]', dialog);
  list.replaceChildren(...acts.map((act) => {
    const item = document.createElement('li');
    item.append(made('b', act.label), made('p', act.text), made('div', [`${act.by.name ?? act.by.system ?? ''} ${dateTime(act.at, now)}`, act.toNames?.length ? `给 ${act.toNames.join('、')}` : '', act.dueAt ? `${dateTime(act.dueAt, now)} 前答复${act.reply ? '' : act.late ? '（逾期未答）' : ''}` : ''].filter(Boolean).join(' · '), 'ld-who-line'));
    if (act.reply) item.append(made('blockquote', `${act.reply.text}（${act.reply.by.name} ${dateTime(act.reply.at, now)} ${act.reply.late ? '逾期答复' : '答复'}）`, 'ld-reply'));
    return item;
  }));
  if (acts.length === 0) list.append(made('li', '还没有人督办过。', 'text-secondary'));
}

const possible = (type: string, { level, pressed, open, urge }: Stand): boolean => open && ({
  yellow: level !== 'yellow' && level !== 'red', red: level !== 'red', cancel: level !== 'none', press: !pressed, unpress: pressed, urge, remark: true, question: true,
}[type] ?? false);

async function open(button: HTMLElement): Promise<void> {
  const item = button.closest<HTMLElement>('[data-task]')!;
  key = item.dataset.task!;
  stand = await call<Stand>('GET', `/supervision/tasks/${key}`);
  get('[data-title]', dialog).textContent = item.dataset.name ?? '督办';
  get('[data-stand]', dialog).textContent = stand.open ? `${LEVELS[stand.level]}${stand.pressed ? '，加急' : ''}。` : '任务已经办结或收回。';
  for (const one of dialog.querySelectorAll<HTMLElement>('[data-card]')) one.hidden = !possible(one.dataset.card!, stand);
  showActs(stand.acts);
  dialog.showModal();
}

function begin(type: string): void {
  const words = WORDS[type]!;
  const several = type === 'remark';
  const addressed = several || type === 'question';
  // one for as long as the dialog is open: pressed again it is the same
  const id = uuid();
  dialog.close();
  const form = openDialog('act', {
    ...words,
    async send(values) {
      const text = required(values, 'text', `请写${words.label}。`, 2);
      const to = values.getAll('to').map(String);
      if (addressed && to.length === 0) throw new Missing('请选择给谁。');
      const due = String(values.get('due') ?? '');
      if (type === 'question' && !due) throw new Missing('请选择答复期限。');
      if (type === 'urge') await call('POST', `/tasks/${key}/urge`, { text });
      else if (several) await call('POST', `/supervision/tasks/${key}/remarks`, { id, text, to });
      else if (addressed) await call('POST', `/supervision/tasks/${key}/questions`, { id, text, to: to[0], dueAt: `${due}:00+08:00` });
      else await call('POST', `/supervision/tasks/${key}/cards`, { id, type, text });
      toast(words.done);
      setTimeout(() => location.reload(), 600);
    },
  });
  get('[data-text-label]', form).textContent = words.label;
  get<HTMLTextAreaElement>('textarea', form).value = '';
  get('[data-whom]', form).hidden = !addressed;
  get('[data-until]', form).hidden = type !== 'question';
  get('[data-whom-list]', form).replaceChildren(...(addressed ? stand!.audiences : []).map((one, index) => {
    const label = made('label', '', 'ld-whom-one');
    const input = Object.assign(document.createElement('input'), { type: several ? 'checkbox' : 'radio', name: 'to', value: one.id, checked: index === 0 });
    label.append(input, made('span', one.name));
    return label;
  }));
}

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>('button');
  if (!button) return;
  if (button.matches('[data-supervise]')) void busy(button, () => open(button).catch((error: Error) => toast(error.message)));
  else if (button.matches('[data-card]') && stand) begin(button.dataset.card!);
});
answerQuestions(() => location.reload());
