// What refusals have in common: a line, a reason, and how other engines' files are told.
import { everyElement } from '../written/order.js';
import type { XmlElement } from '../written/xml.js';

/** Why a file is refused, and where. */
export interface Refusal { line: number; message: string }

const ENGINES: [RegExp, string][] = [
  [/^http:\/\/camunda\.org\/schema\/1\.0\//, 'Camunda 7'], [/^http:\/\/(www\.)?flowable\.org\//, 'Flowable'], [/^http:\/\/(www\.)?activiti\.(org|com)\//, 'Activiti'],
  [/^http:\/\/www\.jboss\.org\/drools/, 'jBPM'], [/^http:\/\/www\.bonitasoft\.org\//, 'Bonita'],
];
const MODELER = 'http://camunda.org/schema/modeler/1.0';
const engineOf = (uri: string): string | undefined => ENGINES.find(([pattern]) => pattern.test(uri))?.[1];
const said = (engine: string): string => `这是 ${engine} 引擎的文件，联动用的是 Zeebe（Camunda 8）。请用 Camunda 8 的格式重新画，或另存为 Camunda 8 的文件后再导入`;

/** Another engine's file is told by the names that it uses, by its own target, or by the platform that it was drawn for; a mere declaration is none. */
export function refuseOtherEngine(root: XmlElement): Refusal[] {
  for (const element of everyElement(root)) {
    const engine = engineOf(element.uri) ?? element.attributes.map(({ uri }) => engineOf(uri)).find(Boolean);
    if (engine) return [{ line: element.line, message: said(engine) }];
  }
  const platform = root.attributes.find(({ uri, local }) => uri === MODELER && local === 'executionPlatform')?.value;
  if (platform && platform !== 'Camunda Cloud') return [{ line: root.line, message: said(platform === 'Camunda Platform' ? 'Camunda 7' : platform.slice(0, 40)) }];
  const target = engineOf(root.attributes.find(({ uri, local }) => uri === '' && (local === 'targetNamespace' || local === 'namespace'))?.value ?? '');
  return target ? [{ line: root.line, message: said(target) }] : [];
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.·-]*$/u;

/** Ids that are none, or are there twice: everything is found by its id. */
export function refuseIds(elements: XmlElement[]): Refusal[] {
  const lines = new Map<string, number>();
  return elements.flatMap(({ attributes, line }): Refusal[] => {
    const id = attributes.find(({ uri, local }) => uri === '' && local === 'id')?.value;
    if (id === undefined) return [];
    if (!NAME.test(id)) return [{ line, message: `编号「${id.slice(0, 60)}」不合规范：应以字母开头，只含字母、数字、点、横线和下划线` }];
    const first = lines.get(id);
    lines.set(id, first ?? line);
    return first === undefined ? [] : [{ line, message: `编号「${id}」与第 ${first} 行的重复，请改成不同的编号` }];
  });
}
