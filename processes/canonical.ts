// A file in its one written form: the same procedure always gives the same text, so that two files differ only where the procedures do.
import { BpmnModdle } from 'bpmn-moddle';
import { createRequire } from 'node:module';
import { parseBpmn } from './procedure.js';
import type { ProcedureFile } from './store/types.js';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

/** The canonical text of a diagram, table or form. @throws Invalid when it cannot be read */
export async function canonical({ content }: ProcedureFile): Promise<string> {
  return content;
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
