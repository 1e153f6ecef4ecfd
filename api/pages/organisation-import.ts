// Units or people from a file: chosen, looked at line by line, then ordered.
import { Forbidden } from '../../processes/errors.js';
import { columnsOf } from '../../processes/org-changes/columns.js';
import { orgKinds } from '../../processes/org-changes/order.js';
import { MOST_ROWS } from '../../processes/org-changes/sheet.js';
import { given, type Page } from './page.js';

const names = { units: '单位', people: '人员' } as const;

export const page: Page = {
  name: 'organisation-import', path: '/organisation/import', title: '导入组织文件', assets: ['grid.css', 'organisation.css', 'file-import.js'],
  async show({ req, person }) {
    const kinds = orgKinds(person);
    if (kinds.length === 0) throw new Forbidden('您的岗位不维护组织机构');
    const kind = kinds.find((each) => each === given(req, 'kind')) ?? kinds[0]!;
    return {
      title: `导入${names[kind]}`, kind, kindName: names[kind], isPeople: kind === 'people', others: kinds.filter((each) => each !== kind).map((each) => ({ id: each, name: names[each] })), most: MOST_ROWS, clientId: crypto.randomUUID(),
      columns: columnsOf(kind).map(({ header, must, example }) => ({ header, must, example })),
    };
  },
};
