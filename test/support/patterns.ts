// A joint procedure made from the pattern and put into force by two people, as in an office.
import type { Client } from '../../runtime/client.js';

export const DEPARTMENTS = { zzb: '综治办', pcs: '派出所', lds: '劳动所' };

/** Answers of the pattern's form, as a browser would send them. */
export const patternAnswers = (id: string, given: Record<string, unknown> = {}) => ({
  id, name: `${id} 联合处置机制`, levels: ['town', 'county'], departments: Object.entries(DEPARTMENTS).map(([suffix, name]) => ({ suffix, name })), lead: 'zzb',
  limits: { town: { onSite: '30 分钟', meeting: '1 工作日', handle: '3 工作日', verify: '1 工作日' }, county: { onSite: '2 工作时', meeting: '2 工作日', handle: '5 工作日', verify: '1 工作日' } },
  confirmArrival: true, confirmDone: true, meeting: true, plan: false, escalateLate: true, ...given,
});

/** Makes it, submits it, and lets the second person approve it. */
export async function putIntoForce(policy: Client, second: Client, id: string, given: Record<string, unknown> = {}): Promise<{ number: number }> {
  await policy.post('/patterns/joint-handling', patternAnswers(id, given));
  const { findings } = await policy.post(`/drafts/${id}/check`);
  if (findings.length > 0) throw new Error(`the check finds something: ${JSON.stringify(findings)}`);
  await policy.post(`/drafts/${id}/submit`, { reason: '新增联合处置机制', revision: (await policy.get(`/drafts/${id}`)).revision });
  return second.post(`/drafts/${id}/approve`, { revision: (await second.get(`/drafts/${id}`)).revision });
}
