// Looking something up at a data centre: written down for what purpose before it is asked, given up in time, left alone when it does not answer. A case never waits for it.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { DomainError, Invalid } from '../errors.js';
import { postJson } from '../senders/sender.js';
import { signedHeaders } from '../senders/webhook.js';
import { shanghaiTime } from '../shanghai.js';
import type { Case, Partner, PartnerMapping } from '../store/types.js';
import { mayAsk, tellAnswered, tellFailed } from './breaker.js';
import { assertPartnerAddress, centres } from './partners.js';
import { takenOver, WrongAnswer, written } from './taken-over.js';

/** What the timeline calls it. */
export const LOOKED_UP = '数据核查';

/** What is asked, by which step of which case, for whom and what for; `key` repeats with the hop. */
export interface Question { centre: string; what: string; subject: string; purpose: string; step: string; unit?: string; key: string }
/** `unset`: there is no such centre here. `text` is what people read in the form; the fields of the mapping stand beside. */
export type LookedUp = { state: 'found' | 'none' | 'failed' | 'unset'; text: string; source: string; at: string } & Record<string, string | number | boolean>;

type Parts = Pick<Deps, 'store' | 'settings' | 'clock'>;

/** The data centre of this kind for a case: the one nearest above it. */
async function findCentre(centre: string, { village, town, county, city }: Case, { store }: Parts): Promise<Partner | undefined> {
  const above = [village, town, county, city];
  const found = await store.partners.find({ unit: { $in: above } }).lean<Partner[]>();
  return found.filter((one) => one.kind === 'data-centre' && one.active && one.lookUp && one.centre === centre).sort((a, b) => above.indexOf(a.unit) - above.indexOf(b.unit))[0];
}

/** Why a look-up did not come to anything, for the people of the case. */
const whyOf = (error: unknown): string => (error instanceof WrongAnswer ? error.message : error instanceof Invalid ? '查询网址不在允许名单里' : '对方没有按时给出回答');

/**
 * Asks a data centre. It does not fail when the answer cannot be had: the result says so, and why.
 *
 * @param wall milliseconds of the wall clock
 */
export async function lookUp({ centre, what, subject, purpose, step, unit, key }: Question, found: Case, deps: Parts, wall: () => number = Date.now): Promise<LookedUp> {
  const { store, settings, clock } = deps;
  const name = centres[centre as keyof typeof centres] ?? centre;
  const result = (state: LookedUp['state'], source: string, text: string, more: object = {}): LookedUp => ({ ...more, state, text, source, at: shanghaiTime(clock.now()) });
  const cannot = (source: string, why: string) => result('failed', source, `未能查询${source}：${why}。请通过其他途径核实。`, { reason: why });
  const partner = await findCentre(centre, found, deps);
  if (!partner) return result('unset', name, `没有对接${name}，没有查询${what}。`);
  // what nobody may ask for is not asked (个人信息保护法 art 6: a clear purpose, and no more than it needs)
  if (!purpose || !partner.purposes?.includes(purpose)) return cannot(partner.name, purpose ? `「${purpose}」不在准许的查询目的里` : '没有写明查询目的');
  if (!subject) return cannot(partner.name, '还不知道要查的单位或人');
  if (!await mayAsk(partner._id, deps, wall())) return cannot(partner.name, '对方近来没有回应，暂停查询');
  const { fields = [] } = await store.partnerMappings.findById(partner._id).lean<PartnerMapping>() ?? {};
  await audit(store, clock.now(), { system: LOOKED_UP }, '查询数据中心', { kind: 'case', id: found._id }, `${partner._id}，环节「${step}」${unit ? `，为 ${unit}` : ''}，查「${what}」${fields.map(({ theirs }) => theirs).join('、')}，目的：${purpose}`, { key: `look-up:${key}` });
  try {
    assertPartnerAddress(partner.lookUp!, 'lookUp', settings);
    const body = JSON.stringify({ id: key, caseNo: found._id, what, subject, purpose, fields: fields.map(({ theirs }) => theirs) });
    const answer = await postJson(partner.lookUp!, body, key, (partner.patience ?? 5) * 1000, signedHeaders(partner, partner.lookUp!, body, settings, wall()));
    const values = takenOver(answer, key, fields);
    await tellAnswered(partner._id, clock.now(), deps);
    return values ? result('found', partner.name, written(values, fields) || '有登记，没有取用字段', values) : result('none', partner.name, `${partner.name}没有「${subject}」的登记。`);
  } catch (error) {
    // ours, like a store that is away: the job is tried again
    if (!(error instanceof DomainError || error instanceof WrongAnswer)) throw error;
    const why = whyOf(error);
    await tellFailed(partner._id, { at: clock.now(), caseNo: found._id, step, why: error instanceof WrongAnswer || error instanceof Invalid ? why : error.message.slice(0, 200) }, deps, wall());
    return cannot(partner.name, why);
  }
}
