// The settings in force: checked as their list says, kept in the store, remembered for seconds, changed with a trace.
import { z } from 'zod';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Forbidden, Invalid } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { unitsWhere } from './find-people.js';
import { settingGroups, type Setting, type SettingGroup, type SettingValues } from './settings-list.js';

const groups = Object.entries(settingGroups) as [keyof SettingValues, SettingGroup][];

const check = ({ least, most, otherwise }: Setting): z.ZodType => {
  if (typeof otherwise === 'string') return z.string().regex(/^$|^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 22:00 的样子').default(otherwise);
  const message = `应是 ${least} 到 ${most} 之间的整数`;
  return z.number({ error: message }).int({ error: message }).min(least!, { error: message }).max(most!, { error: message }).default(otherwise);
};
const shape = Object.fromEntries(groups.map(([group, { settings }]) => [group, z.strictObject(Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, check(setting)]))).prefault({})]));

/** What an installation may set; what is left out is as it is by default. */
export const accountRules = z.object(shape).superRefine((given, context) => {
  const { password, session, quiet } = given as SettingValues;
  const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: path.split('.'), message });
  if (password.longLength < password.length) say('password.longLength', '不能比“至少几位”还短');
  if (password.maxAgeDays > 0 && password.noticeDays >= password.maxAgeDays) say('password.noticeDays', '要比“最长用多久”短');
  if (session.idleMinutes > session.absoluteHours * 60) say('session.idleMinutes', '不能比“最长多久要重新登录”还长');
  if ((quiet.from === '') !== (quiet.to === '')) say(quiet.from === '' ? 'quiet.from' : 'quiet.to', '开始和结束要一起填');
  else if (quiet.from !== '' && quiet.from === quiet.to) say('quiet.to', '开始和结束不能相同');
}) as unknown as z.ZodType<SettingValues>;
export type AccountRules = SettingValues;

const ID = 'account-rules';
/** For how long rules may be remembered, milliseconds of the wall clock: the longest that an old rule still counts in another process. */
const REMEMBER_MS = 5_000;
const remembered = new WeakMap<Store, { rules: AccountRules; until: number }>();

/** The rules in force. */
export async function readRules(store: Store): Promise<AccountRules> {
  const known = remembered.get(store);
  if (known && known.until > performance.now()) return known.rules;
  const kept = await store.settings.findById(ID).lean();
  const rules = accountRules.parse(kept?.value ?? {});
  remembered.set(store, { rules, until: performance.now() + REMEMBER_MS });
  return rules;
}

/** Puts other rules in force, as a whole. */
export async function saveRules(store: Store, rules: AccountRules): Promise<void> {
  await store.settings.updateOne({ _id: ID }, { $set: { value: rules } }, { upsert: true });
  remembered.delete(store);
}

/** Whether a person changes settings for all: whoever manages settings of a county or city. */
export const maySetRules = async (store: Store, person: Person): Promise<boolean> => (await unitsWhere(store, person, 'manage-settings')).some(({ level }) => level === 'county' || level === 'city');

/**
 * Changes settings; those that are not given stay. In other processes they count within five seconds.
 *
 * @throws Invalid setting by setting (`password.length`); Forbidden for whoever manages those of less than a county
 */
export async function changeRules(given: object, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>, address?: string): Promise<AccountRules> {
  if (!await maySetRules(store, person)) throw new Forbidden('设置由县级以上的管理员修改');
  const kept = (await store.settings.findById(ID).lean())?.value ?? {};
  const before = accountRules.parse(kept);
  const merged = Object.fromEntries(groups.map(([group]) => [group, { ...before[group], ...(given as Record<string, object>)[group] }]));
  const result = accountRules.safeParse(merged);
  if (!result.success) throw new Invalid('设置有误，没有保存', result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  const changes = groups.flatMap(([group, { title, settings }]) => Object.entries(settings).flatMap(([key, { name, unit }]) => {
    const [old, now] = [(before[group] as Record<string, unknown>)[key], (result.data[group] as Record<string, unknown>)[key]];
    return old === now ? [] : [`${title}「${name}」${old || (old === 0 ? 0 : '无')}${unit} → ${now || (now === 0 ? 0 : '无')}${unit}`];
  }));
  if (changes.length === 0) return before;
  await audit(store, clock.now(), actorOf(person), '修改设置', { kind: 'settings', id: 'settings' }, changes.join('；'), address);
  await saveRules(store, result.data);
  return result.data;
}
