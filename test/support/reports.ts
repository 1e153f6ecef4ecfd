// Reports as a grid member would file them, for tests.
import { randomUUID } from 'node:crypto';
import type { Client } from '../../runtime/client.js';

export const reportOf = (given: Record<string, unknown> = {}) => ({
  clientId: randomUUID(), title: '路面暴露垃圾', description: '村口垃圾桶满溢', category: 'D01', urgency: '一般', people: 0, place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1', ...given,
});

/** Files a report and gives its case number. */
export async function fileReport(client: Client, given: Record<string, unknown> = {}): Promise<string> {
  return (await client.post<{ caseNo: string }>('/reports', reportOf(given))).caseNo;
}

/** A word that is each time another one, of letters alone: a long row of digits would be masked like a telephone number, and is not searched for. */
export const ownWord = (): string => (Date.now() + Math.random()).toString(36).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!).replace('.', '').slice(0, 12);
