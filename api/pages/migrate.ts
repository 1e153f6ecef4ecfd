// Running cases moved to another version of their procedure: what goes where, who can go, one first, then the rest.
import { Forbidden, NotFound } from '../../processes/errors.js';
import { can } from '../../processes/roles.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'migrate', path: '/procedures/:id/migrate', title: '迁移在办案件', assets: ['diagram.css', 'migrate.css', 'migrate.js'],
  async show({ req, ask, person }) {
    const id = req.params.id as string;
    if (!can(person, 'edit-procedures')) throw new Forbidden('在办案件由流程管理员迁移');
    const procedure = (await ask('/procedures')).items.find((each: { id: string }) => each.id === id);
    if (!procedure) throw new NotFound(`没有这个流程 <${id}>`);
    return { procedure, title: `迁移：${procedure.name}`, forBrowser: { id } };
  },
};
