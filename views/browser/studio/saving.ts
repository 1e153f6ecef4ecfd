// Where a person's changes are, in a few words on the bar.
import { get, make } from '../lib/dom.js';
import type { Saving } from './ears.js';

const words: Record<Saving, string> = {
  saved: '已保存', changed: '有改动…', saving: '保存中…', offline: '没有网络，改动留在本机', 'signed-out': '登录已过期，改动留在本机', 'other-person': '这台电脑上换了别人登录，改动留在本机',
  refused: '没有保存', asking: '等您选择用哪一份', closed: '不能再改',
};
const tone: Partial<Record<Saving, string>> = { saved: 'is-fine', offline: 'is-late', 'signed-out': 'is-late', 'other-person': 'is-late', refused: 'is-late', closed: 'is-late', asking: 'is-late' };
const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export function showSaving(state: Saving, said?: string): void {
  const host = get('[data-saving]');
  host.className = `ld-saving ${tone[state] ?? ''}`;
  host.dataset.state = state;
  host.title = said ?? '';
  host.replaceChildren(state === 'saved' ? `${words.saved} ${time.format(new Date())}` : state === 'refused' && said ? `${words.refused}：${said}` : words[state]);
  if (state === 'signed-out') host.append(' ', make('a', { href: '/login?next=/notices', target: '_blank', rel: 'noopener' }, '重新登录'));
}
