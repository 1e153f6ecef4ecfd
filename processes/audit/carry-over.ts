// What was written down before there was a chain is put on it, once: names go, what was done stays.
import { audit, entryOf } from '../audit.js';
import type { Store } from '../store/store.js';
import type { Actor } from '../store/types.js';
import { append } from './append.js';
import { readMark, writeMark } from './head.js';

interface Former { _id: string; at: Date; who: Actor; action: string; about: { kind: string; id: string }; text: string; address?: string }

/** So many are carried over at once. */
const AT_ONCE = 200;

/** What an older entry said, without the names that it held. */
export function withoutNames({ action, about, text }: Pick<Former, 'action' | 'about' | 'text'>): string {
  if (about.kind === 'register') return text.replace(/「[^」]*」/g, '');
  if (about.kind === 'person') {
    return text.replace(/^导出.*?的数据：/, '导出数据：').replace(/^[^：（]{1,40}（[^）]*）：?/, '').replace(/^[^：]{1,40}：(?=姓名|电话|岗位|\d{4}年|\d+月)/, '').replace(/姓名 .+? → [^；]+/, '姓名');
  }
  return action === '指定副手' ? text.replace(/：.*$/, '') : text;
}

/**
 * Carries over what is left, the oldest first. A crash is healed by doing it again: each is put on the chain under its former id, and only then let go of.
 *
 * @returns how many
 */
export async function carryOver(store: Store): Promise<number> {
  if (await readMark(store, 'carried')) return 0;
  let carried = 0;
  for (;;) {
    const former = (await store.audit.find({ hash: null }).sort({ at: 1 }).limit(AT_ONCE).lean()) as unknown as Former[];
    if (former.length === 0) break;
    await Promise.all(former.map(({ _id, at, who, action, about, text, address }) => {
      const { engineAt: _moved, ...entry } = entryOf(at, who, action, about, withoutNames({ action, about, text }), { address, key: `former:${_id}` });
      return append(store, { ...entry, at });
    }));
    await store.audit.collection.deleteMany({ _id: { $in: former.map(({ _id }) => _id) }, hash: null } as never);
    carried += former.length;
  }
  if (carried > 0) await audit(store, new Date(), { system: '审计' }, 'audit-carried', { kind: 'audit', id: 'former' }, `原有的 ${carried} 条记录已并入`);
  await writeMark(store, 'carried', { at: new Date(), entries: carried });
  return carried;
}
