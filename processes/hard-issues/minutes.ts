// What the minutes of a meeting about hard matters may say: each matter goes one way, and only counties have somebody above them.
import { Invalid } from '../errors.js';
import type { Check } from '../submission-checks.js';

const TOP = '市里没有再上报的地方，请形成决定或留到下月';
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const minutesChecks: Record<string, Check> = {
  /** A matter is decided on or carried up, not both. */
  'hard-meeting': ({ outcome, decisions, raised }, { atCity }) => {
    const up = listOf(raised);
    if (atCity === true && up.length > 0) throw new Invalid('nothing is above the city', [{ path: 'raised', message: TOP }]);
    const both = outcome === 'decided' ? listOf(decisions).flatMap((row: any, index) => (up.includes(row?.matter) ? [{ path: `decisions[${index}].matter`, message: '这件已选上报市里研究，不能同时有决定' }] : [])) : [];
    if (both.length > 0) throw new Invalid('decided and carried up', both);
  },
  'hard-check': ({ outcome }, { atCity }) => {
    if (outcome === 'raised' && atCity === true) throw new Invalid('nothing is above the city', [{ path: 'outcome', message: TOP }]);
  },
};
