// The grid and its log: sends the check-ins that this device still has, and shows those that wait or were refused.
import { busy, find, get } from './lib/dom.js';
import { every } from './lib/live.js';
import { all, drop, put, sendWaiting, type Kept } from './lib/visit-box.js';

const list = find('[data-unsent]');
const person = list?.dataset.person ?? '';

function strip(kept: Kept): HTMLElement {
  const made = (get<HTMLTemplateElement>('#unsent').content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  const refused = kept.state === 'refused';
  made.classList.add(refused ? 'ld-alert-late' : 'ld-alert-soon');
  get('b', made).textContent = `${refused ? '没有收下' : '还没发出'}：${kept.body.occasion} · ${kept.body.place.text}`;
  get('p', made).textContent = refused ? [kept.said, ...(kept.problems ?? []).map(({ message }) => message)].filter(Boolean).join('；') : `${new Date(kept.body.at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} 打的卡，照片 ${kept.photos.length} 张，存在这台设备上，连上网会自动发送。`;
  get<HTMLAnchorElement>('[data-edit]', made).href = `/grid/visit?grid=${encodeURIComponent(kept.body.grid)}&box=${encodeURIComponent(kept.id)}${kept.body.corrects ? `&corrects=${encodeURIComponent(kept.body.corrects)}` : ''}`;
  const again = get<HTMLButtonElement>('[data-again]', made);
  again.addEventListener('click', () => void busy(again, async () => { await put({ ...kept, state: 'waiting' }); await turn(); }));
  const away = get<HTMLButtonElement>('[data-drop]', made);
  away.addEventListener('click', () => {
    // one press asks, the second does it
    if (away.dataset.sure) void drop(kept.id).then(show);
    else { away.dataset.sure = '1'; away.lastChild!.textContent = '确定删除'; away.classList.add('btn-danger'); }
  });
  return made;
}

async function show(): Promise<void> {
  const unsent = (await all(person)).filter(({ state }) => state !== 'draft');
  list!.replaceChildren(...unsent.map(strip));
  list!.hidden = unsent.length === 0;
}

async function turn(): Promise<void> {
  const changed = await sendWaiting(person);
  await show();
  if (changed && (await all(person)).every(({ state }) => state !== 'waiting')) location.reload();
}

if (list) {
  void turn();
  addEventListener('online', () => void turn());
  every(20, turn);
}
find('[data-print]')?.addEventListener('click', () => print());
