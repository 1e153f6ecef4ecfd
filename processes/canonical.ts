// A file in its one written form: the same procedure always gives the same text, so that two files differ only where the procedures do.
import { BpmnModdle } from 'bpmn-moddle';
import { createRequire } from 'node:module';
import { Invalid } from './errors.js';
import { parseBpmn } from './procedure.js';
import type { ProcedureFile } from './store/types.js';
import { BPMN, bpmnPrefixes, orderBpmn, ZEEBE } from './written/bpmn.js';
import { dmnPrefixes, orderDmn } from './written/dmn.js';
import { parseForm, writeForm } from './written/form.js';
import { everyElement, isElement, value } from './written/order.js';
import { writeXml } from './written/write-xml.js';
import { parseXml, type XmlElement } from './written/xml.js';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

/**
 * The canonical text of a diagram, table or form. What others put into it (templates, icons, colours, other vendors' extensions) is kept.
 *
 * @throws Invalid with one problem, its path `<name>:<line>`, when it cannot be read
 */
export async function canonical(file: ProcedureFile): Promise<string> {
  return writtenForm(readFile(file));
}

/** A file as it was read: a tree, or a form's JSON. */
export type ReadFile = { kind: 'bpmn' | 'dmn'; root: XmlElement } | { kind: 'form'; form: Record<string, unknown> };

/** Reads a file by what its name says it is. @throws Invalid with one problem, its path `<name>:<line>` */
export function readFile({ name, content }: ProcedureFile): ReadFile {
  try {
    if (name.endsWith('.form')) return { kind: 'form', form: parseForm(content) };
    return { kind: name.endsWith('.dmn') ? 'dmn' : 'bpmn', root: parseXml(content) };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(`${name}: ${error.message}`, error.problems.map(({ path, message }) => ({ path: `${name}:${path}`, message })));
  }
}

/** Writes what was read; the tree is put into its order. */
export function writtenForm(read: ReadFile): string {
  if (read.kind === 'form') return writeForm(read.form);
  const { root } = read;
  if (read.kind === 'dmn') {
    orderDmn(root);
    return writeXml(root, dmnPrefixes);
  }
  unstamp(root);
  orderBpmn(root);
  return writeXml(root, bpmnPrefixes);
}

/** Takes the stamp of a release off again, and extension elements that hold nothing. */
function unstamp(root: XmlElement): void {
  for (const element of everyElement(root)) {
    const without = (child: XmlElement | string) => !isElement(child) || child.local !== 'extensionElements' || child.uri !== BPMN || child.children.some((one) => isElement(one) || one.trim() !== '');
    if (element.uri === BPMN && element.local === 'process') {
      for (const extension of element.children.filter(isElement).filter(({ local }) => local === 'extensionElements')) {
        for (const properties of extension.children.filter(isElement).filter(({ uri, local }) => uri === ZEEBE && local === 'properties')) {
          properties.children = properties.children.filter((one) => !isElement(one) || value(one, 'name') !== 'release');
        }
        extension.children = extension.children.filter((one) => !isElement(one) || one.uri !== ZEEBE || one.local !== 'properties' || one.children.some(isElement));
      }
    }
    element.children = element.children.filter(without);
  }
}

/** The diagram with the number of its release on it: so each release is a version of its own in the engine, even when only a form has changed. */
export async function stamped(xml: string, release: number): Promise<string> {
  const moddle = new (BpmnModdle as any)({ zeebe });
  const definitions = await parseBpmn(xml);
  const process = definitions.rootElements.find((one: any) => one.$type === 'bpmn:Process');
  const extension = (process.extensionElements ??= moddle.create('bpmn:ExtensionElements', { values: [] }));
  let properties = extension.values.find((one: any) => one.$type === 'zeebe:Properties');
  if (!properties) extension.values.push(properties = moddle.create('zeebe:Properties', { properties: [] }));
  properties.properties = [...(properties.properties ?? []).filter((one: any) => one.name !== 'release'), moddle.create('zeebe:Property', { name: 'release', value: String(release) })];
  return (await moddle.toXML(definitions, { format: true })).xml;
}
