// What partners' words mean here, for policy staff: three tables a partner, tried out before they are saved, and for a data centre the fields of its answers.
import { CODES } from '../../processes/grid/link-concerns.js';
import { fileTables } from '../../processes/partners/mapping-file.js';
import { urgencies } from '../../processes/report.js';
import { given, type Page } from './page.js';

export const page: Page = {
  name: 'partner-mappings', path: '/partners/mappings', title: '对照表', assets: ['partners.css', 'partner-mappings.js'],
  async show({ req, ask }) {
    const partners: { id: string; name: string; kind: string }[] = await ask('/partner-mappings');
    const chosen = partners.find(({ id }) => id === given(req, 'partner')) ?? partners[0];
    if (!chosen) return { partners };
    const categories = await ask('/categories');
    const asks = chosen.kind === 'data-centre';
    const choices = {
      categories: categories.map(({ code, name, group }: any) => ({ id: code, name: `${group} · ${name}` })),
      urgencies: urgencies.map((one) => ({ id: one, name: one })),
      concerns: Object.entries(CODES).map(([id, { title }]) => ({ id, name: title })),
    };
    return {
      partners: partners.map((one) => ({ ...one, href: `/partners/mappings?partner=${one.id}`, current: one.id === chosen.id })), chosen, asks,
      tables: [
        { id: 'categories', title: '类别', theirs: '对方的类别', ours: '事件小类', about: '一字不差才算对上。' }, { id: 'units', title: '区域和地址', theirs: '对方的区域编码，或地址里的词', ours: '网格、村、镇或县', about: '先按编码对，再看地址里有没有这个词；几个词都有时，取最长的。对到网格才直接立案。' },
        { id: 'urgencies', title: '紧急程度', theirs: '对方的紧急程度', ours: '紧急程度', about: '对不上的，按“一般”。' },
        { id: 'concerns', title: '涉及的登记', theirs: '对方的字段名', ours: '登记册的编码', about: '工单附带的字段（fields）里，哪一项是登记册的编码。编码对上一条的，案件立案时就关联它，不再问。' },
        ...(asks ? [{ id: 'fields', title: '取用的字段', about: '查询时，数据中心的回答里只取这里写的字段，其余的不看、不留。变量名供表单和网关用，如 registration.insured。' }] : []),
      ].map((one) => ({ ...one, file: fileTables.some((table) => table === one.id) })),
      // rows are many: the page asks for them by itself
      forBrowser: { id: chosen.id, choices },
    };
  },
};
