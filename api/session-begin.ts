// Begins a session, in one step or in two: the old id never lives on, or whoever planted it would be signed in, too.
import type { Request } from 'express';
import type { Deps } from '../processes/deps.js';
import type { Person } from '../processes/store/types.js';
import { csrfToken } from './session-csrf.js';
import { rememberDevice } from './session-limit.js';

const regenerate = (req: Request) => new Promise<void>((resolve, reject) => req.session.regenerate((error) => (error ? reject(error) : resolve())));

const systems: [RegExp, string][] = [[/HarmonyOS|OpenHarmony/, '鸿蒙'], [/Android/, '安卓'], [/iPhone|iPad/, '苹果'], [/Windows/, 'Windows'], [/Mac OS X/, 'Mac'], [/Linux/, 'Linux']];
const browsers: [RegExp, string][] = [[/MicroMessenger/, '微信'], [/DingTalk/, '钉钉'], [/Edg/, 'Edge'], [/Firefox/, 'Firefox'], [/Chrome/, 'Chrome'], [/Safari/, 'Safari']];
const named = (list: [RegExp, string][], agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1];

/** What device and browser somebody uses, as they would say it. */
export function deviceOf(agent = ''): string {
  const words = [named(systems, agent), named(browsers, agent)].filter(Boolean);
  return words.length ? words.join(' · ') : agent.split('/')[0]!.slice(0, 40) || '未知设备';
}

/** Signs somebody in. @returns the token that goes with every change */
export async function begin(req: Request, person: Person, deps: Pick<Deps, 'store' | 'settings' | 'clock'>): Promise<string> {
  await regenerate(req);
  const wall = Date.now();
  Object.assign(req.session, { personId: person._id, device: deviceOf(req.get('user-agent')), address: req.ip ?? '', startedAt: wall, seenAt: wall });
  rememberDevice(req, person.account, deps);
  await deps.store.people.updateOne({ _id: person._id }, { $set: { signedInAt: deps.clock.now() } });
  return csrfToken(req);
}

/** Remembers whose password was right until the code comes. */
export async function beginPending(req: Request, person: Person): Promise<void> {
  await regenerate(req);
  req.session.pending = { id: person._id, at: Date.now() };
}
