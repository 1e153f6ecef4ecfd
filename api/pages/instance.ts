// One instance: its diagram as it stands, every element's history, its incidents and variables.
import { procedureNames } from './names.js';
import type { Page } from './page.js';

type Element = { key: string; elementId: string; name: string; type: string };

/** Joining gateways carry no name: they say nothing that the elements around them do not. */
const isPlain = ({ name, elementId, type }: Element): boolean => type === 'PROCESS' || ((!name || name === elementId) && /GATEWAY|EVENT/.test(type));

export const page: Page = {
  name: 'instance', path: '/instances/:key', title: '流程实例', assets: ['diagram.css', 'instance.js'],
  async show({ req, ask }) {
    const key = req.params.key as string;
    const [found, procedures] = await Promise.all([ask('/instances/{key}', { params: { key } }), procedureNames(ask)]);
    const elements: Element[] = found.elements;
    const byKey = new Map(elements.map((each) => [each.key, each]));
    const name = procedures[found.instance.procedure] ?? found.instance.procedure;
    return {
      ...found, key, title: name, procedureName: name, elements: elements.filter((each) => !isPlain(each)).reverse(),
      variables: found.variables.map((each: any) => ({ ...each, scope: each.scopeKey === key ? '' : byKey.get(each.scopeKey)?.name })),
      incidents: found.incidents.map((each: any) => ({ ...each, elementName: elements.find(({ elementId }) => elementId === each.elementId)?.name ?? each.elementId })),
      watches: found.instance.caseNo,
      forBrowser: { key },
    };
  },
};
