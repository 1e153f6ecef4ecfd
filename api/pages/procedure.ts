// One procedure's diagram, to be read.
import { NotFound } from '../../processes/errors.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'procedure', path: '/procedures/:id', title: '流程图', assets: ['diagram.css', 'procedure.js'],
  async show({ req, ask }) {
    const answer = await ask('/procedures');
    const procedure = answer.items.find((each: { id: string }) => each.id === req.params.id);
    if (!procedure) throw new NotFound(`no procedure <${req.params.id}>`);
    return { procedure, title: procedure.name, forBrowser: { id: procedure.id } };
  },
};
