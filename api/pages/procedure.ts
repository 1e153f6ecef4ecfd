// One procedure: its diagram, its versions and what each changed, the draft, and who did what when.
import { can } from '../../processes/roles.js';
import { draftWord, whoName } from './procedures.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'procedure', path: '/procedures/:id', title: '流程', assets: ['diagram.css', 'procedure.js'],
  async show({ req, ask, person }) {
    const found = await ask('/procedures/{id}', { params: { id: req.params.id } });
    const running = new Map(found.byVersion.map((one: any) => [one.release, one.count]));
    const { submission, returned } = found.draft ?? {};
    return {
      procedure: found, title: found.name, draftWord: draftWord(found.draft),
      submittedBy: whoName(submission?.by), returnedBy: whoName(returned?.by), mine: submission?.by.id === person._id,
      releases: found.releases.map((release: any) => ({ ...release, running: running.get(release.number) ?? 0, inForce: release.number === found.version })),
      snapshots: found.snapshots, log: found.log.map((entry: any) => ({ ...entry, by: whoName(entry.who) })),
      older: found.byVersion.some((one: any) => one.release !== found.version),
      forBrowser: { id: found.id, drawn: Boolean(found.definitionKey), revision: found.draft?.revision, edit: can(person, 'edit-procedures') },
    };
  },
};
