// A table of a partner's words from a file: chosen, looked at line by line, then taken over.
import { fileTables } from '../../processes/partners/mapping-file.js';
import { MOST_MAPPED } from '../../processes/partners/mapping.js';
import { given, type Page } from './page.js';

const titles = { categories: ['类别', '事件小类的编号（如 D01）'], units: ['区域和地址', '网格、村、镇或县的编号'], urgencies: ['紧急程度', '本系统的紧急程度'] } as const;

export const page: Page = {
  name: 'partner-mapping-import', path: '/partners/mappings/import', title: '导入对照表', assets: ['grid.css', 'organisation.css', 'file-import.js'],
  async show({ req, ask }) {
    const partners: { id: string }[] = await ask('/partner-mappings');
    const id = (partners.find((one) => one.id === given(req, 'partner')) ?? partners[0])?.id;
    if (!id) return {};
    const table = fileTables.find((one) => one === given(req, 'table')) ?? 'units';
    const { name, revision } = await ask('/partner-mappings/{id}', { params: { id } });
    const [tableTitle, ours] = titles[table];
    const query = new URLSearchParams({ table, revision: String(revision) });
    return { partnerName: name, tableTitle, ours, most: MOST_MAPPED, back: `/partners/mappings?partner=${id}`, file: `/api/partner-mappings/${id}/file?table=${table}`, path: `/partner-mappings/${id}/files?${query}` };
  },
};
