// What somebody has done in the background: how far each is, stopped, the files that were made; of one what became of each thing.
import { given, pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'background', path: '/background', title: '后台任务',
  async show({ req, ask }) {
    const id = given(req, 'job');
    const paged = { page: pageNumber(req), size: 20 };
    const found = id ? await ask('/background/{id}', { params: { id }, query: paged }) : await ask('/background', { query: paged });
    const { job } = found;
    return {
      job, pager: pager(req, found),
      items: found.items.map((item: any) => (job ? { ...item, bad: item.state === 'refused', good: item.state === 'done', link: job.kind === 'intervene' ? `/instances/${item.key}` : undefined } : { ...item, several: item.kind !== 'export', kilobytes: item.file && Math.ceil(item.file.size / 1024) })),
    };
  },
};
