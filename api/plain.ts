// Input that no store can keep: a NUL character, or values nested deeper than any form of ours. Said at the door, it is the sender's mistake and not a fault of ours.

/** MongoDB keeps 100 levels; a form has a handful. */
const DEEPEST = 40;

export interface Odd { path: (string | number)[]; message: string }

/** The first place that cannot be kept, or nothing. */
export function findOdd(given: unknown, depth = 0): Odd | undefined {
  if (typeof given === 'string') return given.includes('\0') ? { path: [], message: '含有不能保存的字符' } : undefined;
  if (typeof given !== 'object' || given === null) return undefined;
  if (depth >= DEEPEST) return { path: [], message: `嵌套不能超过 ${DEEPEST} 层` };
  for (const [key, value] of Object.entries(given)) {
    const odd = key.includes('\0') ? { path: [], message: '含有不能保存的字符' } : findOdd(value, depth + 1);
    if (odd) return { ...odd, path: [Array.isArray(given) ? Number(key) : key.replaceAll('\0', ''), ...odd.path] };
  }
  return undefined;
}
