// Intake goes round the clock: hours of the coming day that a roster leaves open are told to whoever plans it, each day once.
import type { Deps } from '../deps.js';
import { notify } from '../notices.js';
import { roleName } from '../roles.js';
import { DAY, shanghaiDay, shanghaiTime } from '../shanghai.js';
import type { Shift, Unit } from '../store/types.js';
import { gapsIn, plannersOf } from './shifts.js';

/** For how long after its last shift a roster still counts as kept, milliseconds. */
const KEPT = 14 * DAY;

/** Tells the gaps of the next 24 hours of every roster that is kept. @returns how many rosters have one */
export async function tellGaps({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  const now = clock.now();
  const until = new Date(now.getTime() + DAY);
  const recent = await store.shifts.find({ until: { $gt: new Date(now.getTime() - KEPT) } }).lean<Shift[]>();
  const rosters = new Map<string, Shift[]>();
  for (const shift of recent) rosters.set(`${shift.unit}/${shift.role}`, [...(rosters.get(`${shift.unit}/${shift.role}`) ?? []), shift]);
  let told = 0;
  for (const [group, shifts] of rosters) {
    const gaps = gapsIn(shifts.filter((shift) => shift.until > now && shift.from < until), now, until);
    if (gaps.length === 0) continue;
    told++;
    const [unit, role] = group.split('/') as [string, string];
    const planners = await plannersOf(store, unit);
    const name = `${(await store.units.findById(unit, { name: 1 }).lean<Unit>())?.name ?? unit}${roleName(role)}`;
    await notify(store, {
      id: `gap:${group}:${shanghaiDay(now)}`, to: planners.length > 0 ? planners : [`${unit}/duty-leader`], kind: 'duty', at: now, title: `值班有空缺：${name}`,
      text: `${name}未来 24 小时有时段无人值班：${gaps.map((gap) => `${shanghaiTime(gap.from)} 至 ${shanghaiTime(gap.until)}`).join('；')}。请在「值班和请假」里安排。`,
    });
  }
  return told;
}
