// Looking behind the masks of a case: who may, and that each look is written down before it is answered.
import { audit } from './audit.js';
import type { Deps } from './deps.js';
import { Forbidden } from './errors.js';
import { can } from './roles.js';
import type { Case, Person, Task } from './store/types.js';
import { actorOf } from './tasks.js';
import { isAgainst, isTheirs, mayAssign } from './visibility.js';

/** What can be looked at: who brought the matter up, what the report tells, one entry of the timeline. */
export const hiddenParts = ['reporter', 'description', 'entry'] as const;
export type HiddenPart = (typeof hiddenParts)[number];
const WORDS: Record<HiddenPart, string> = { reporter: '反映人', description: '情况说明', entry: '办理记录' };

type Seen = Pick<Case, '_id' | 'reporter' | 'against'>;

/**
 * Whether a person may look behind the masks of a case: whoever filed it; else whoever handles it, or leads those who do, in a post that unmasks, and never the unit that the
 * matter is about. (个人信息保护法 art 6: no more than the purpose needs; 信访工作条例 art 30: what a petition tells is not passed to whom it accuses.)
 */
export async function mayReveal(person: Person, found: Seen, { store }: Pick<Deps, 'store'>): Promise<boolean> {
  if (found.reporter.person === person._id) return true;
  if (!can(person, 'unmask') || isAgainst(person, found)) return false;
  const tasks = await store.tasks.find({ caseNo: found._id }).lean<Task[]>();
  return tasks.some((task) => isTheirs(person, task) || mayAssign(person, task));
}

/**
 * Writes down that a person looks at a part of a case; only then it may be shown.
 *
 * @param reason why, in the person's own words
 * @throws Forbidden when they may not, and for an anonymous reporter whoever asks; whatever the store throws when it cannot be written down
 */
export async function noteReveal(found: Seen, part: HiddenPart, reason: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>, address?: string): Promise<void> {
  if (part === 'reporter' && found.reporter.anonymous && found.reporter.person !== person._id) throw new Forbidden('反映人要求匿名，谁都不能查看');
  if (!await mayReveal(person, found, deps)) throw new Forbidden('只有经办这件事的人可以查看完整信息');
  // 个人信息保护法 art 51, 54: who looked at what, and why, can be answered for later
  await audit(deps.store, deps.clock.now(), actorOf(person), 'reveal', { kind: 'case', id: found._id }, `查看案件${WORDS[part]}：${reason}`, address);
}
