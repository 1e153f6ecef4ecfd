// Reads and writes Zeebe's extensions of an element; every write is a command, so that it can be undone.

export const extension = (element: any, type: string): any => element.businessObject.extensionElements?.values?.find((one: any) => one.$type === type);

/** An element's extensions list, made when there is none. */
function ensureList(element: any, { modeling, bpmnFactory }: Tools): any {
  const { businessObject } = element;
  if (businessObject.extensionElements) return businessObject.extensionElements;
  const made = bpmnFactory.create('bpmn:ExtensionElements', { values: [] });
  made.$parent = businessObject;
  modeling.updateProperties(element, { extensionElements: made });
  return made;
}

export interface Tools { modeling: any; bpmnFactory: any }

/** Sets properties of an extension, which is made when there is none. */
export function setExtension(element: any, type: string, properties: Record<string, unknown>, tools: Tools): void {
  const there = extension(element, type);
  if (there) {
    tools.modeling.updateModdleProperties(element, there, properties);
    return;
  }
  const list = ensureList(element, tools);
  const made = tools.bpmnFactory.create(type, properties);
  made.$parent = list;
  tools.modeling.updateModdleProperties(element, list, { values: [...(list.values ?? []), made] });
}

/** Takes an extension off. */
export function removeExtension(element: any, type: string, { modeling }: Tools): void {
  const list = element.businessObject.extensionElements;
  const rest = (list?.values ?? []).filter((one: any) => one.$type !== type);
  if (list && rest.length !== list.values.length) modeling.updateModdleProperties(element, list, { values: rest });
}

interface Pairs { type: string; list: string; item: string; key: string }
export const HEADERS: Pairs = { type: 'zeebe:TaskHeaders', list: 'values', item: 'zeebe:Header', key: 'key' };
export const PROPERTIES: Pairs = { type: 'zeebe:Properties', list: 'properties', item: 'zeebe:Property', key: 'name' };

/** The value of a task header or extension property. */
export const pair = (element: any, { type, list, key }: Pairs, name: string): string | undefined =>
  extension(element, type)?.[list]?.find((one: any) => one[key] === name)?.value;

/** Sets a task header or extension property; an empty value takes it away. */
export function setPair(element: any, pairs: Pairs, name: string, value: string | undefined, tools: Tools): void {
  const { type, list, item, key } = pairs;
  const before: any[] = extension(element, type)?.[list] ?? [];
  const at = before.findIndex((one) => one[key] === name);
  if (at < 0 && !value) return;
  const made = value ? [tools.bpmnFactory.create(item, { [key]: name, value })] : [];
  const after = at < 0 ? [...before, ...made] : before.flatMap((one, index) => (index === at ? made : [one]));
  if (after.length === 0) removeExtension(element, type, tools);
  else setExtension(element, type, { [list]: after }, tools);
}
