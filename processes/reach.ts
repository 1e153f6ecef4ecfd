// How a person is reached outside: read, set, and tried out.
import { readRules } from './accounts/rules.js';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { around, robotUnit, toPerson, toRobot } from './messages.js';
import { insertOnce } from './store/store.js';
import type { Notice, Person, Reach } from './store/types.js';

type Parts = Pick<Deps, 'store' | 'settings'>;

const NONE: Reach = { sms: false, mails: false, bots: false };

/** A person's settings, their number, and which ways to the outside there are for them. */
export async function reachOf(person: Person, { store, settings }: Parts) {
  const units = await store.units.find({ _id: { $in: person.posts.map(({ unit }) => unit) } }).lean();
  const { quiet } = await readRules(store);
  return {
    reach: person.reach ?? (quiet.from ? { ...NONE, quiet } : NONE), ...(person.phone ? { phone: person.phone } : {}),
    channels: { sms: Boolean(settings.smsGateway), mail: Boolean(settings.smtp), bot: units.filter(({ bot }) => bot).map(({ name }) => name) },
  };
}

/** @throws Invalid when a channel is wanted that has no number or address */
export async function setReach(person: Person, reach: Reach, { store }: Pick<Deps, 'store'>): Promise<Person> {
  const problems = [
    ...(reach.sms && !person.phone ? [{ path: 'sms', message: '您还没有登记手机号，请先在“我的账号”里填写联系电话' }] : []),
    ...(reach.mails && !reach.mail ? [{ path: 'mail', message: '请填写邮箱地址' }] : []),
  ];
  if (problems.length > 0) throw new Invalid('还不能这样设置', problems);
  await store.people.updateOne({ _id: person._id }, { $set: { reach } });
  return { ...person, reach };
}

/** Sends a test message by every channel that a person chose; more than one a minute is one. @returns the channels @throws Invalid when they chose none that works */
export async function testReach(person: Person, { store }: Pick<Deps, 'store'>, wall: number = Date.now()) {
  const at = new Date(wall);
  const about: Notice = { _id: `test:${person._id}:${Math.floor(wall / 60_000)}`, to: [person._id], kind: 'test', title: '测试消息', text: `${person.name}，您能收到联动平台的外部通知。`, at, readBy: [] };
  const there = await around(store, [about]);
  const unit = person.reach?.bots ? robotUnit(about, person, there) : undefined;
  const messages = [
    ...(person.reach?.sms ? toPerson(about, 'sms', person, there, 0) : []), ...(person.reach?.mails ? toPerson(about, 'mail', person, there, 0) : []), ...(unit ? [toRobot(about, unit, 0)] : []),
  ];
  if (messages.length === 0) throw new Invalid('您还没有选择能用的外部渠道，请先选择并保存');
  await insertOnce(store.outgoing, messages);
  return messages.map(({ channel }) => channel as 'sms' | 'mail' | 'bot');
}
