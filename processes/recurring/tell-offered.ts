// Those who can take a recurring trouble up hear of it once.
import { categoryName } from '../categories.js';
import { notify } from '../notices.js';
import type { Store } from '../store/store.js';
import type { Trouble, Unit } from '../store/types.js';

/** Tells the policy staff of the county and, of a town's, its leader on duty. */
export async function tellOffered({ _id, category, place, total, reporters, rule, path }: Trouble, unit: Unit, store: Store, at: Date): Promise<void> {
  const county = unit.level === 'county' ? unit._id : path.at(-2);
  const to = [`${county}/policy`, unit.level === 'county' ? `${county}/commander` : `${unit._id}/duty-leader`];
  await notify(store, {
    id: `trouble:${_id}`, to, kind: 'notice', title: `反复问题：${categoryName(category)}`, at,
    text: `${unit.name}「${place.text}」一带 ${rule.days} 天内反复发生${categoryName(category)} ${total} 起，${reporters} 人反映。请到“指挥室 › 反复问题”看是否提为政策试点。`,
  });
}
