// A unit's group robot: where it may be, what of it may be shown, and who sets it.
import { Invalid, NotFound } from './errors.js';
import { unitsFor } from './roles.js';
import type { Settings } from './settings.js';
import type { Store } from './store/store.js';
import type { Person, Unit } from './store/types.js';

export type Bot = NonNullable<Unit['bot']>;

/** Where the two services listen; an installation with one of its own names it in BOT_HOSTS. */
const HOSTS: Record<Bot['kind'], string> = { dingtalk: 'oapi.dingtalk.com', wecom: 'qyapi.weixin.qq.com' };

/**
 * Refuses an address that is not a robot's: we call it from inside, where much answers that is nobody's business.
 *
 * @throws Invalid
 */
export function assertBot({ kind, url }: Bot, { botHosts = [], production }: Pick<Settings, 'botHosts' | 'production'>): void {
  const refuse = (message: string): never => { throw new Invalid(message, [{ path: 'url', message }]); };
  if (!URL.canParse(url)) refuse('这不是一个网址');
  const { protocol, hostname, username, password, port } = new URL(url);
  if (username || password) refuse('网址里不能带账号和密码');
  // a robot of this very machine is for tests and try-outs
  if (!production && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) && /^https?:$/.test(protocol)) return;
  if (protocol !== 'https:') refuse('机器人的网址必须以 https:// 开头');
  if (![HOSTS[kind], ...botHosts].includes(hostname)) refuse(`不能发往「${hostname}」：${kind === 'dingtalk' ? '钉钉' : '企业微信'}机器人的网址在 ${HOSTS[kind]}，自建的服务请系统维护人员加入允许名单（BOT_HOSTS）`);
  if (port && HOSTS[kind] === hostname) refuse('机器人的网址不带端口');
}

/** What of a robot may be shown: never its address in full, which is as good as its key. */
export const shownBot = ({ kind, url, secret }: Bot) => ({ kind, host: new URL(url).host, ends: url.slice(-4), signed: secret !== undefined });

/** The units that a person administers: where they hold such a post. */
export const administered = (person: Pick<Person, 'posts'>): string[] => unitsFor(person, 'manage-settings');

/** A unit that this person administers. @throws NotFound for any other, whether it exists or not */
export async function administeredUnit(store: Store, id: string, person: Person): Promise<Unit> {
  const unit = await store.units.findById(id).lean<Unit>();
  if (!unit || !administered(person).some((own) => unit._id === own || unit.path.includes(own))) throw new NotFound(`没有这个单位 <${id}>`);
  return unit;
}
