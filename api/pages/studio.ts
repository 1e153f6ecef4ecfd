// Drawing a procedure: its diagram, forms and tables, with what the check finds; read-only for whoever only approves.
import { findDraft } from '../../processes/drafts.js';
import { Forbidden } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import { getVersion } from '../../processes/versions.js';
import { whoName } from './procedures.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'studio', path: '/procedures/:id/edit', title: '修改流程', assets: ['studio-bpmn.css', 'studio-form.css', 'studio-dmn.css', 'studio.css', 'studio.js'],
  async show({ req, person, ask, deps }) {
    const [edits, approves] = [can(person, 'edit-procedures'), can(person, 'approve-procedures')];
    if (!edits && !approves) throw new Forbidden('只有流程管理员和审批人能打开流程设计');
    const procedure = req.params.id as string;
    const [draft, around] = await Promise.all([findDraft(deps.store, procedure), ask('/studio/catalogue')]);
    const { version } = draft ? (await ask('/procedures/{id}', { params: { id: procedure } })) : { version: undefined };
    const shown = draft ?? await getVersion(deps.store, procedure, 'newest');
    const state = !edits ? 'reading' : !draft ? 'none' : draft.state;
    return {
      id: procedure, name: shown.name, title: `修改 ${shown.name}`, state, draft, editing: state === 'editing', none: state === 'none', reading: state === 'reading', submitted: draft?.state === 'submitted',
      by: whoName(draft?.submission?.by), returnedBy: whoName(draft?.returned?.by), label: draft ? '草稿' : (shown as { label: string }).label, published: !!draft && draft.base > 0,
      // a version that came while this draft was drawn
      overtaken: state === 'editing' && version !== undefined && version !== draft!.base ? version : undefined, base: draft?.base,
      forBrowser: {
        procedure, person: person._id, readOnly: state !== 'editing', drafted: !!draft, around,
        files: draft ? draft.files : shown.files.map((file) => ({ ...file, revision: 1 })),
      },
    };
  },
};
