// The days of a suggestion: what is promised lies ahead, and its effect is looked at no sooner than it can show.
import { Invalid } from './errors.js';
import { isDay, parseDay, shanghaiDay } from './shanghai.js';
import type { Check } from './submission-checks.js';

/** The effect is looked at within so many days. */
const LONGEST_LOOK = 366;

export const suggestionChecks: Record<string, Check> = {
  'suggestion-consider': ({ outcome, doBy }, _data, { now }) => {
    const today = shanghaiDay(now);
    if (outcome === 'accepted' && isDay(doBy) && doBy < today) throw new Invalid('done before today', [{ path: 'doBy', message: `完成日期不能早于今天（${today}）` }]);
  },
  'suggestion-check': ({ outcome, lookOn }, _data, { now }) => {
    if (outcome !== 'pass' || !isDay(lookOn)) return;
    const today = shanghaiDay(now);
    if (lookOn < today) throw new Invalid('looked at before today', [{ path: 'lookOn', message: `回看效果的日期不能早于今天（${today}）` }]);
    if (parseDay(lookOn) - parseDay(today) > LONGEST_LOOK) throw new Invalid('looked at too late', [{ path: 'lookOn', message: '回看效果的日期最晚在一年以内' }]);
  },
  'suggestion-effect': (_values, { lookOn }, { now }) => {
    if (isDay(lookOn) && shanghaiDay(now) < lookOn) throw new Invalid('looked at too early', [{ path: 'outcome', message: `${lookOn} 起才能回看效果，还没有到` }]);
  },
};
