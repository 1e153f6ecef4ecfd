// How long ago something was seen, in a few words.
import { dayNumber } from '../../processes/shanghai.js';
import { day } from '../../views/helpers/format.js';

/** `今天`, `昨天`, `12 天前`, beyond two months the day itself; never: `从未走访`. */
export function seenWords(seenAt: Date | undefined, now: Date): string {
  if (!seenAt) return '从未走访';
  const days = dayNumber(now) - dayNumber(seenAt);
  return days <= 0 ? '今天走访过' : days === 1 ? '昨天走访过' : days <= 60 ? `${days} 天前走访` : `${day(seenAt)}走访`;
}
