// Finds the case of somebody without an account: by the secret of its address, or by its code with the end of the number that was left.
import { NotFound } from './errors.js';
import { plainCode } from './reporter-link.js';
import type { Store } from './store/store.js';
import type { Case } from './store/types.js';

/** One answer to every wrong try: it must not say which part was right. */
const NO = '没有找到。请核对查询码和手机尾号；留过电话的要填手机号后四位，没留电话的不用填。';

/** @throws NotFound */
export async function caseByToken(store: Store, token: string): Promise<Case> {
  const found = await store.cases.findOne({ 'link.token': token }).lean<Case>();
  if (!found) throw new NotFound('没有这个页面，或者网址不完整。可以用查询码查询。');
  return found;
}

/** @param digits the last four digits of the number that was left; of a report without a number they do not matter @throws NotFound, in the same words whatever was wrong */
export async function tokenByCode(store: Store, { code, digits = '' }: { code: string; digits?: string }): Promise<string> {
  const all = await store.cases.find({ 'link.code': plainCode(code) }).limit(2).lean<Case[]>();
  const [found] = all;
  const number = (found?.reporter.phone ?? '').replace(/\D/g, '');
  // two cases of one code belong to nobody: a code that leads to another's matter is worse than none
  if (all.length !== 1 || (number && number.slice(-4) !== digits)) throw new NotFound(NO);
  return found!.link!.token;
}
