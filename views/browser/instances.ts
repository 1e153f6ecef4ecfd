// On the list of instances: filters kept under a name, and one thing done to many, named or all that match.
import { call } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { find, get, make, pageData } from './lib/dom.js';
import { drawPeople } from './lib/people-choice.js';
import { savedFilters } from './lib/saved-filters.js';
import { uuid } from './lib/uuid.js';

type Action = 'cancel' | 'retry' | 'reassign';
interface Preview { total: number; fit: number; looks: { key: string; name: string; says: string[]; refused?: string }[] }
const names: Record<Action, string> = { cancel: '终止流程', retry: '重试异常', reassign: '改派任务' };

savedFilters();
const { query, total } = pageData<{ query: Record<string, string>; total: number }>();
const bar = find('[data-instances-bulk]');
const chosen = new Set<string>();
let whole = false;
const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('input[data-select]')];

function show(): void {
  if (!bar) return;
  for (const box of boxes()) {
    box.checked = whole || chosen.has(box.dataset.select!);
    box.closest('li')?.classList.toggle('is-chosen', box.checked);
  }
  bar.hidden = !whole && chosen.size === 0;
  get('[data-chosen]', bar).textContent = whole ? `已选符合条件的全部 ${total} 个` : `已选 ${chosen.size} 个`;
  get('[data-whole]', bar).hidden = whole || total <= chosen.size;
}

async function ask(action: Action): Promise<void> {
  const { sort: _sort, ...filter } = query;
  const which = whole ? { filter } : { keys: [...chosen] };
  const id = uuid();
  const dialog = openDialog('bulk-instances', {
    title: `${names[action]}：${whole ? total : chosen.size} 个流程实例`, words: '在后台逐个进行，每个都有自己的结果；办不了的会说明原因。', confirm: names[action], grave: action === 'cancel',
    async send(values) {
      const to = action === 'reassign' ? required(values, 'to', '请选择办理人。') : undefined;
      const reason = required(values, 'reason', '请写明理由，至少两个字。', 2);
      const made = await call<{ id: string }>('POST', '/instances/bulk', { ...which, id, action, reason, ...(to ? { to } : {}) });
      location.href = `/background?job=${made.id}`;
    },
  });
  const [looks, confirm, people] = [get('[data-looks]', dialog), get<HTMLButtonElement>('[data-confirm]', dialog), get('[data-people-part]', dialog)];
  people.hidden = action !== 'reassign';
  confirm.disabled = true;
  looks.replaceChildren('正在查看会有什么影响…');
  try {
    const { total: all, fit, looks: first } = await call<Preview>('POST', '/instances/bulk/preview', { ...which, action });
    confirm.disabled = fit === 0;
    looks.replaceChildren(make('p', {}, make('b', {}, fit > 0 ? `将处理 ${fit} 个` : '选中的都不用处理'), fit > 0 && fit < all ? `，另外 ${all - fit} 个不需要或不能处理` : '', fit === 0 ? '，请取消后另选' : '', fit > first.length ? `。下面是前 ${first.length} 个：` : '。'),
      make('ul', { class: 'ld-looks', tabindex: '0', 'aria-label': '逐个的影响' }, ...first.map(({ name, says, refused }) => make('li', { class: refused ? 'is-refused' : '' }, make('b', {}, name), make('small', {}, refused ?? says.join(' '))))));
    if (action === 'reassign' && first[0]) drawPeople(get('[data-people]', dialog), await call('GET', `/instances/${first[0].key}/people`));
  } catch (error) {
    looks.replaceChildren(make('p', { class: 'ld-problem' }, (error as Error).message));
  }
}

document.addEventListener('change', (event) => {
  const box = (event.target as Element).closest<HTMLInputElement>('input[data-select]');
  if (!box) return;
  if (whole) {
    whole = false;
    chosen.clear();
    boxes().filter((each) => each.checked).forEach((each) => chosen.add(each.dataset.select!));
  } else chosen[box.checked ? 'add' : 'delete'](box.dataset.select!);
  show();
});
bar?.addEventListener('click', (event) => {
  const target = event.target as Element;
  if (target.closest('[data-whole]')) whole = true;
  if (target.closest('[data-none]')) { whole = false; chosen.clear(); }
  const act = target.closest<HTMLButtonElement>('[data-act]');
  if (act) void ask(act.dataset.act as Action);
  show();
});
// a refresh draws the boxes anew
new MutationObserver((changes) => { if ((whole || chosen.size > 0) && changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element && node.querySelector('[data-select]')))) show(); }).observe(document.body, { childList: true, subtree: true });
// on a phone the boxes come when many are wanted
find<HTMLButtonElement>('[data-many]')?.addEventListener('click', ({ currentTarget }) => {
  const on = document.body.classList.toggle('is-many');
  (currentTarget as HTMLElement).setAttribute('aria-pressed', String(on));
});
