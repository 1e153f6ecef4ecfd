// A wage-arrears case brought as far as a test wants it: reported, joined, calmed, inspected, its plan signed.
import type { peopleOf } from './ways.js';

export const DEPARTMENTS = ['zzb', 'pcs', 'lds', 'sfs'] as const;

/** What the inspection finds: over the criminal threshold unless told otherwise. */
const FOUND = { workers: 16, wagesOwed: 203_500, longestMonths: 4, largestClaim: 15_620, construction: 'no', ledger: 'yes', summary: '台账与工人陈述一致' };
/** Under it: fewer than ten workers, none of them owed much for long. */
export const PETTY = { workers: 3, wagesOwed: 8_000, longestMonths: 2, largestClaim: 3_000 };

export function arrearsOf(people: ReturnType<typeof peopleOf>) {
  const { does, report, day } = people;
  const arrears = {
    evidence: people.evidence,

    /** Reported and handed to the joint procedure by the town (B02 starts there). */
    async joined(given: Record<string, unknown> = {}): Promise<string> {
      const caseNo = await report('caoba', { category: 'B02', title: '拖欠工资', people: 16, ...given });
      await does('jinghe', caseNo, 'intake', { outcome: 'accepted' });
      await does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: 'wage-arrears' });
      return caseNo;
    },

    /** All departments are there, the site is calm, the county knows. */
    async calmed(given: Record<string, unknown> = {}): Promise<string> {
      const caseNo = await arrears.joined(given);
      await Promise.all([
        ...DEPARTMENTS.map((account) => does(account, caseNo, 'on-site-confirm', { arrived: true })), does('baoying', caseNo, 'county-acknowledge', { acknowledged: true }),
      ]);
      await does('zzb', caseNo, 'stabilise-site', { workersCalmed: true, lootingStopped: true, equipment: [{ name: '注塑机', quantity: 2 }], summary: '已稳定' });
      return caseNo;
    },

    inspect: (caseNo: string, found: object = {}) => does('jiancha', caseNo, 'inspection', { ...FOUND, ...found }),

    /** A plan over so many yuan in equal instalments, the first due after so many days. */
    async plan(caseNo: string, owed: number, { instalments = 1, firstAfter = 10 } = {}): Promise<Record<string, any>> {
      return {
        owed, signedOn: await day(caseNo), evidence: [await arrears.evidence('lds')], payees: [{ name: '李明', kind: 'worker', amount: owed }],
        instalments: await Promise.all(Array.from({ length: instalments }, async (_, index) => ({ dueDate: await day(caseNo, firstAfter + index * 30), amount: owed / instalments }))),
      };
    },

    /** Everything up to a signed plan. */
    async signed(owed: number, { found = {}, ...terms }: { instalments?: number; firstAfter?: number; found?: object } = {}): Promise<string> {
      const caseNo = await arrears.calmed();
      await does('jiancha', caseNo, 'find-representative', { outcome: 'found', summary: '已找到' });
      await arrears.inspect(caseNo, { wagesOwed: owed, ...found });
      await does('jiancha', caseNo, 'meeting', { meetingOn: await day(caseNo), attendees: '工人代表、法定代表人', outcome: 'agreed', summary: '同意分期' });
      await does('lds', caseNo, 'sign-plan', await arrears.plan(caseNo, owed, terms));
      return caseNo;
    },

    /** The order to pay is issued; it is to be obeyed within a week. */
    order: async (caseNo: string, amount: number, found: { workers: number; longestMonths: number; largestClaim: number; wagesOwed: number } = FOUND) => does('jiancha', caseNo, 'issue-order', {
      orderNo: '宝人社监令字〔2026〕第 1 号', orderAmount: amount, service: 'posting', servedOn: await day(caseNo), payBy: await day(caseNo, 7), workers: found.workers, owed: found.wagesOwed,
      longestMonths: found.longestMonths, largestClaim: found.largestClaim, evidence: [await arrears.evidence('jiancha')],
    }),
  };
  return arrears;
}
