// Setting, taking away and trying out the group robot of a unit.
import { audit } from './audit.js';
import type { Bot } from './bots.js';
import type { Deps } from './deps.js';
import { NotFound } from './errors.js';
import { toRobot } from './messages.js';
import { insertOnce } from './store/store.js';
import type { Person, Unit } from './store/types.js';
import { actorOf } from './tasks.js';

/** @param bot absent: the unit has none from now on */
export async function setBot(unit: Unit, bot: Bot | undefined, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  // neither the address nor the secret is written down: both are keys
  await audit(store, clock.now(), actorOf(person), bot ? '设置群机器人' : '删除群机器人', { kind: 'unit', id: unit._id }, `${unit.name}${bot ? `：${new URL(bot.url).host}` : ''}`);
  await store.units.updateOne({ _id: unit._id }, bot ? { $set: { bot } } : { $unset: { bot: '' } });
}

/** Sends a test message to a unit's robot; more than one a minute is one. @throws NotFound when it has none */
export async function testBot(unit: Unit, { store }: Pick<Deps, 'store'>, wall: number = Date.now()): Promise<void> {
  if (!unit.bot) throw new NotFound(`「${unit.name}」没有群机器人`);
  const about = { _id: `test:${unit._id}:${Math.floor(wall / 60_000)}`, to: [], title: '测试消息', text: `「${unit.name}」的群能收到联动平台的通知。`, at: new Date(wall) };
  await insertOnce(store.outgoing, [toRobot(about, unit, 0)]);
}
