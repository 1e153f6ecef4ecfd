// What an agenda and the minutes of its meeting may say: the meeting is still to come, then held; each matter goes one way, its owner has time left, and only counties have somebody above them.
import { Invalid } from '../errors.js';
import { ahead, before, refuse } from '../legal-days.js';
import { shanghaiDay } from '../shanghai.js';
import type { Check } from '../submission-checks.js';

const TOP = '没有再上报的地方（市里，或市里没有领导小组办公室），请形成决定或留到下月';
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const minutesChecks: Record<string, Check> = {
  'hard-agenda': ({ meetingOn }, _data, { now }) => refuse(before('meetingOn', ['开会日期', meetingOn], ['今天', shanghaiDay(now)])),

  /** A matter is decided on or carried up, not both; the minutes are of a meeting that was held. */
  'hard-meeting': (values, { atCity, meetingOn }, { now }) => {
    const { outcome, decisions, raised } = values;
    const up = listOf(raised);
    if (atCity === true && up.length > 0) throw new Invalid('nothing is above the city', [{ path: 'raised', message: TOP }]);
    const both = outcome === 'decided' ? listOf(decisions).flatMap((row: any, index) => (up.includes(row?.matter) ? [{ path: `decisions[${index}].matter`, message: '这件已选上报市里研究，不能同时有决定' }] : [])) : [];
    if (both.length > 0) throw new Invalid('decided and carried up', both);
    refuse(
      // forms of before leave the day as it was planned
      'meetingOn' in values && ahead('meetingOn', ['开会日期', values.meetingOn || meetingOn], now),
      ...(outcome === 'decided' ? listOf(decisions).map((row: any, index) => before(`decisions[${index}].doBy`, ['办完的日期', row?.doBy], ['今天', shanghaiDay(now)])) : []),
    );
  },
  'hard-check': ({ outcome }, { atCity }) => {
    if (outcome === 'raised' && atCity === true) throw new Invalid('nothing is above the city', [{ path: 'outcome', message: TOP }]);
  },
};
