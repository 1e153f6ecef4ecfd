// The second person's page: what a submitted draft would change, which running cases will meet it, and yes or no.
import { Forbidden, NotFound } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import { draftWord, whoName } from './procedures.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'review', path: '/procedures/:id/review', title: '审批', assets: ['diagram.css', 'compare.css', 'review.js'],
  async show({ req, ask, person }) {
    if (!can(person, 'approve-procedures')) throw new Forbidden('审批由流程管理员和指挥长办理');
    const params = { id: req.params.id as string };
    const about = await ask('/procedures/{id}', { params });
    if (!about.draft) throw new NotFound(`这个流程没有草稿，可能已经发布或放弃 <${params.id}>`);
    const [draft, impact] = await Promise.all([ask('/drafts/{id}', { params }), ask('/procedures/{id}/impact', { params })]);
    const hadAHand = draft.editors.includes(person._id) || draft.submission?.by.id === person._id;
    const submitted = draft.state === 'submitted';
    return {
      procedure: about, title: `审批：${about.name}`, draft, draftWord: draftWord(draft), submittedBy: whoName(draft.submission?.by), submitted, hadAHand,
      mayDecide: submitted && !hadAHand, next: (about.version ?? 0) + 1,
      impact: impact.items.map((item: any) => ({ ...item, from: item.through.map(({ name, elements }: any) => `${name}（${elements.join('、')}）`).join('、') })),
      forBrowser: { id: params.id, revision: draft.revision, left: about.version ? 'newest' : undefined, right: 'draft' },
    };
  },
};
