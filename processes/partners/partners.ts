// The partners whose orders we take and whom we call, as administrators keep them: made, changed, their secrets made and rotated.
import { randomBytes } from 'node:crypto';
import { audit } from '../audit.js';
import { administered, administeredUnit } from '../bots.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { isReadable } from '../limit.js';
import type { Settings } from '../settings.js';
import { insertOnce } from '../store/store.js';
import type { Partner, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { seal, unseal } from './sealed.js';

export const kinds = { hotline: '12345 热线', city: '数字化城管', 'data-centre': '数据中心' } as const;
/** Whose a data centre is (政法、人社、公安大数据中心). */
export const centres = { justice: '政法数据中心', hr: '人社数据中心', police: '公安数据中心' } as const;
export type PartnerGiven = Pick<Partner, 'name' | 'kind' | 'unit' | 'active' | 'webhook' | 'lookUp' | 'centre' | 'patience' | 'purposes' | 'returnLimit' | 'sortLimit'>;

/** How long the secret before stays in force beside a new one, hours: both sides change over when they can. */
export const OVERLAP_HOURS = 72;

/** Refuses an address that is on no host of the allow list: we call it from inside, where much answers that is nobody's business. @throws Invalid */
export function assertPartnerAddress(url: string, path: string, { partnerHosts = [], production }: Pick<Settings, 'partnerHosts' | 'production'>): void {
  const refuse = (message: string): never => { throw new Invalid(message, [{ path, message }]); };
  if (!URL.canParse(url)) refuse('这不是一个网址');
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username || password || hash) refuse('网址里不能带账号、密码和锚点');
  // a partner on this very machine is for tests and try-outs
  if (!production && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) && /^https?:$/.test(protocol)) return;
  if (!/^https?:$/.test(protocol)) refuse('网址必须以 https:// 或 http:// 开头');
  if (!partnerHosts.includes(hostname)) refuse(`不能发往「${hostname}」：请系统维护人员把它加入允许名单（PARTNER_HOSTS）`);
}

/** The partners of the units that this person administers. */
export async function findPartners(person: Person, { store }: Pick<Deps, 'store'>): Promise<Partner[]> {
  const found = await store.partners.find({ scope: { $in: administered(person) } }).lean<Partner[]>();
  return found.sort((a, b) => a._id.localeCompare(b._id));
}

async function checked(given: PartnerGiven, person: Person, { store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<PartnerGiven & { scope: string[] }> {
  const unit = await administeredUnit(store, given.unit, person);
  if (!['village', 'town', 'county', 'city'].includes(unit.level)) throw new Invalid('not an intake', [{ path: 'unit', message: '请选择村、镇、县或市' }]);
  if (given.kind === 'data-centre' && !given.centre) throw new Invalid('no centre', [{ path: 'centre', message: '请选择是哪个数据中心' }]);
  for (const path of ['webhook', 'lookUp'] as const) if (given[path]) assertPartnerAddress(given[path], path, settings);
  for (const path of ['returnLimit', 'sortLimit'] as const) {
    if (!isReadable(given[path])) throw new Invalid('no limit', [{ path, message: '请写成「1 工作日」「2 工作时」这样' }]);
  }
  return { ...given, scope: unit.path };
}

const fresh = (id: string, settings: Settings, wall: number) => {
  const secret = randomBytes(32).toString('base64url');
  return { secret, kept: { id: randomBytes(4).toString('hex'), sealed: seal(secret, id, settings), at: wall } };
};

/** Adds a partner. @returns its secret, shown this once. @throws Conflict when the id is taken */
export async function addPartner(id: string, given: PartnerGiven, person: Person, deps: Pick<Deps, 'store' | 'settings' | 'clock'>, wall = Date.now()): Promise<string> {
  const { store, settings, clock } = deps;
  const partner = await checked(given, person, deps);
  if (await store.partners.exists({ _id: id })) throw new Conflict(`对接编号「${id}」已经有了`);
  const { secret, kept } = fresh(id, settings, wall);
  await audit(store, clock.now(), actorOf(person), '新增对接单位', { kind: 'partner', id }, given.kind);
  await insertOnce(store.partners, [{ _id: id, ...partner, secrets: [kept] }]);
  // of two at once one was first
  if ((await getPartner(id, person, deps)).secrets[0]!.id !== kept.id) throw new Conflict(`对接编号「${id}」已经有了`);
  return secret;
}

/** @throws NotFound for one that this person does not administer */
export async function getPartner(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Partner> {
  const found = await store.partners.findById(id).lean<Partner>();
  if (!found || !administered(person).some((unit) => found.scope.includes(unit))) throw new NotFound(`没有这个对接单位 <${id}>`);
  return found;
}

/** Changes what a partner is; what waits for it is looked at anew. */
export async function changePartner(id: string, given: PartnerGiven, person: Person, deps: Pick<Deps, 'store' | 'settings' | 'clock'>): Promise<void> {
  const { store, clock } = deps;
  await getPartner(id, person, deps);
  const { webhook, lookUp, centre, ...rest } = await checked(given, person, deps);
  await audit(store, clock.now(), actorOf(person), '修改对接单位', { kind: 'partner', id }, given.active ? '' : '停用');
  const without = Object.fromEntries(Object.entries({ webhook, lookUp, centre }).filter(([, value]) => !value).map(([key]) => [key, '']));
  await store.partners.updateOne({ _id: id }, { $set: { ...rest, ...(webhook && { webhook }), ...(lookUp && { lookUp }), ...(centre && { centre }) }, ...(Object.keys(without).length > 0 ? { $unset: without } : {}) });
  await store.partnerOrders.updateMany({ partner: id }, { $inc: { marks: 1 }, $set: { stale: true } });
}

/** Makes a new secret; those before end after the overlap, those that no longer open at once. @returns it, shown this once */
export async function rotateSecret(id: string, person: Person, deps: Pick<Deps, 'store' | 'settings' | 'clock'>, wall = Date.now()): Promise<string> {
  const { store, settings, clock } = deps;
  const { secrets } = await getPartner(id, person, deps);
  const { secret, kept } = fresh(id, settings, wall);
  const until = wall + OVERLAP_HOURS * 3_600_000;
  const before = secrets.filter(({ until: end, sealed }) => (end === undefined || end > wall) && unseal(sealed, id, settings) !== undefined).map((one) => ({ ...one, until: Math.min(one.until ?? until, until) }));
  await audit(store, clock.now(), actorOf(person), '更换对接密钥', { kind: 'partner', id }, '');
  const { modifiedCount } = await store.partners.updateOne({ _id: id, 'secrets.id': secrets.at(-1)!.id, secrets: { $size: secrets.length } }, { $set: { secrets: [...before, kept] } });
  if (modifiedCount === 0) throw new Conflict('密钥刚刚被别人更换，请刷新后再看');
  return secret;
}
