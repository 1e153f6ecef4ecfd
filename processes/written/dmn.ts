// The order of a file of decision tables: decisions and what they need by id; columns and rules as they stand, for their order is meaning.
import { everyElement, plainNumbers, sortChildren, value } from './order.js';
import type { XmlElement } from './xml.js';

/** The versions of DMN that the editor reads; it writes the last of them. */
export const DMN = ['https://www.omg.org/spec/DMN/20191111/MODEL/', 'http://www.omg.org/spec/DMN/20180521/MODEL/', 'http://www.omg.org/spec/DMN/20151101/dmn.xsd'];
const DI = new Set(['https://www.omg.org/spec/DMN/20191111/DMNDI/', 'http://www.omg.org/spec/DMN/20180521/DMNDI/']);

export const dmnPrefixes: Record<string, string> = {
  ...Object.fromEntries(DMN.map((uri) => [uri, ''])), ...Object.fromEntries([...DI].map((uri) => [uri, 'dmndi'])),
  'http://www.omg.org/spec/DMN/20180521/DC/': 'dc', 'http://www.omg.org/spec/DMN/20180521/DI/': 'di', 'http://bpmn.io/schema/dmn/biodi/2.0': 'biodi',
  'http://camunda.org/schema/modeler/1.0': 'modeler', 'http://camunda.org/schema/zeebe/1.0': 'zeebe', 'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
};

/** The places of the schema (DMN13.xsd); what is not named stands last, in the given order. */
const PLACES = [
  'description', 'extensionElements', 'import', 'itemDefinition', 'inputData', 'decision', 'businessKnowledgeModel', 'knowledgeSource', 'decisionService', 'association', 'textAnnotation', 'elementCollection',
  'question', 'allowedAnswers', 'variable', 'informationRequirement', 'knowledgeRequirement', 'authorityRequirement', 'input', 'output', 'annotation', 'inputEntry', 'outputEntry', 'annotationEntry', 'rule',
];
const BY_ID = new Set(['itemDefinition', 'inputData', 'decision', 'businessKnowledgeModel', 'knowledgeSource', 'decisionService', 'association', 'textAnnotation', 'elementCollection', 'informationRequirement', 'knowledgeRequirement', 'authorityRequirement']);

const rank = ({ uri, local }: XmlElement): number => {
  const place = DMN.includes(uri) ? PLACES.indexOf(local) : -1;
  return place === -1 ? PLACES.length : place;
};

/** Puts a parsed file of tables into its order. */
export function orderDmn(definitions: XmlElement): void {
  for (const element of everyElement(definitions)) {
    if (DI.has(element.uri) && element.local === 'DMNDiagram') {
      sortChildren(element, ({ local }) => (local === 'Size' ? 0 : local === 'DMNShape' ? 1 : local === 'DMNEdge' ? 2 : 3), (child) => value(child, 'dmnElementRef') ?? '');
    } else if (DMN.includes(element.uri)) sortChildren(element, rank, (child) => (BY_ID.has(child.local) ? value(child, 'id') ?? '' : ''));
    plainNumbers(element);
  }
}
