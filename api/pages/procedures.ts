// The procedures: the version in force, the draft, who changed what last, and the cases that run on each version.
import { actorName } from '../../processes/drafts.js';
import type { Actor } from '../../processes/store/types.js';
import type { Page } from './page.js';

/** Who did something, as a reader knows them. */
export const whoName = (who?: Actor): string => (who ? actorName(who) : '');

/** What a draft is, in two words, and how it looks. */
export const draftWord = (draft?: { state: string; returned?: unknown }): { text: string; tone: string } | undefined =>
  draft && (draft.state === 'submitted' ? { text: '待审批', tone: 'wait' } : draft.returned ? { text: '已退回', tone: 'late' } : { text: '草稿', tone: 'work' });

export const page: Page = {
  name: 'procedures', path: '/procedures', title: '流程', assets: ['procedures.js'],
  async show({ ask }) {
    const [{ items }, reopening] = await Promise.all([ask('/procedures'), ask('/settings/reopening')]);
    return {
      reopening,
      items: items.map((item: any) => ({
        ...item, draftWord: draftWord(item.draft), lastBy: whoName(item.last?.who),
        older: item.byVersion.length > 1 || (item.byVersion[0]?.release ?? item.version) !== item.version,
      })),
    };
  },
};
