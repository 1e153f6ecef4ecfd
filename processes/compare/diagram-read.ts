// A diagram read for comparison: its elements with their facts, its connections and its layout, each by id.
import { BpmnModdle } from 'bpmn-moddle';
import { createRequire } from 'node:module';
import { Invalid } from '../errors.js';
import { factsOf, type Facts, type Walk } from './facts.js';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

/** One element of a diagram. `parent` is the sub-process or process that it lies in. */
export interface Thing extends Facts { id: string; type: string; name?: string; parent?: string; source?: string; target?: string }
export interface Drawing {
  things: Map<string, Thing>;
  /** Connections in the order of the file: the engine asks conditions in this order. */
  flows: Thing[];
  /** Where and how each element is drawn. */
  layout: Map<string, string>;
}

/** The file itself, as a thing. */
export const FILE = '';
const apart = ['bpmn:FlowElement', 'bpmn:Artifact', 'bpmn:Lane', 'bpmn:Participant', 'bpmn:MessageFlow'];
const isApart = (element: any): boolean => apart.some((type) => element.$instanceOf?.(type));
// what a tool writes of itself is no difference; incoming and outgoing say again what connections say
const skip = new Set(['incoming', 'outgoing', 'diagrams', 'exporter', 'exporterVersion', 'di']);

/** @throws Invalid when it is no BPMN */
export async function readDrawing(xml: string): Promise<Drawing> {
  let parsed: { rootElement: any; warnings: any[] };
  try {
    parsed = await new (BpmnModdle as any)({ zeebe }).fromXML(xml);
  } catch (error) {
    throw new Invalid(`not a BPMN diagram: ${(error as Error).message}`);
  }
  const dangling = new Map<any, Record<string, string>>();
  for (const { element, property, value, message } of parsed.warnings) {
    if (element && /^unresolved/.test(message)) dangling.set(element, { ...dangling.get(element), [String(property).replace(/^bpmn:/, '')]: value });
  }
  const drawing: Drawing = { things: new Map(), flows: [], layout: new Map() };
  collect(parsed.rootElement, drawing, dangling);
  const lost = parsed.warnings.filter(({ message }) => /^unparsable/.test(message)).map(({ message }) => snippet(xml, message));
  if (lost.length) drawing.things.get(FILE)!.values.set('unreadable', lost.join('；'));
  return drawing;
}

/** What the parser left out, as its line stands in the file. */
function snippet(xml: string, message: string): string {
  const line = /line: (\d+)/.exec(message)?.[1];
  return line ? xml.split('\n')[Number(line)]?.trim() ?? message : message.split('\n')[0]!;
}

function collect(definitions: any, { things, flows, layout }: Drawing, dangling: Walk['dangling']): void {
  const used = new Set<any>();
  const add = (element: any, parent: string | undefined): void => {
    const children: any[] = [];
    const walk: Walk = { skip, dangling, apart: (child) => { if (isApart(child)) children.push(child); return isApart(child); } };
    const facts = factsOf(element, walk);
    facts.values.delete('id');
    if (element.$type === 'bpmn:Process') facts.values.delete('property/release');
    const thing: Thing = { ...facts, id: element.id ?? `无编号 ${things.size + 1}`, type: element.$type, name: element.name || undefined, parent, source: facts.values.get('sourceRef'), target: facts.values.get('targetRef') };
    const stray = listedWrong(element);
    if (stray) facts.values.set('listed', stray);
    things.set(thing.id, thing);
    if (thing.type === 'bpmn:SequenceFlow') flows.push(thing);
    for (const ref of [element, ...(element.eventDefinitions ?? [])]) for (const name of ['messageRef', 'errorRef', 'signalRef', 'escalationRef']) if (ref[name]) used.add(ref[name]);
    children.forEach((child) => add(child, thing.id));
  };
  const roots = definitions.rootElements ?? [];
  const drawn = roots.filter((root: any) => /:(Process|Collaboration)$/.test(root.$type));
  drawn.forEach((root: any) => add(root, undefined));
  const rest = roots.filter((root: any) => !drawn.includes(root) && !used.has(root));
  const file = factsOf(definitions, { skip: new Set([...skip, 'rootElements', 'id']), dangling, apart: () => false });
  for (const root of rest) for (const [path, value] of factsOf(root, { skip, dangling, apart: () => false }).values) file.values.set(`unused/${root.id}/${path}`, value);
  things.set(FILE, { ...file, id: FILE, type: 'file' });
  for (const diagram of definitions.diagrams ?? []) {
    for (const shape of diagram.plane?.planeElement ?? []) {
      const { values } = factsOf(shape, { skip: new Set(['id', 'bpmnElement']), dangling: new Map(), apart: () => false });
      if (shape.bpmnElement?.id) layout.set(shape.bpmnElement.id, JSON.stringify([...values].filter(([path]) => !/(^|\/)id$/.test(path)).sort()));
    }
  }
}

/** Where an element lists other incoming or outgoing connections than there are: the engine needs the list at some elements. */
function listedWrong(element: any): string {
  const said: string[] = [];
  const between = element.$parent?.flowElements?.filter((one: any) => one.$type === 'bpmn:SequenceFlow') ?? [];
  for (const [name, end] of [['outgoing', 'sourceRef'], ['incoming', 'targetRef']] as const) {
    const listed = (element[name] ?? []).filter((one: any) => one.$type === 'bpmn:SequenceFlow');
    if (!element.$instanceOf?.('bpmn:FlowNode')) continue;
    const real = between.filter((one: any) => one[end] === element);
    for (const one of real) if (!listed.includes(one)) said.push(`没有登记 ${one.id}`);
    for (const one of listed) if (one[end] !== element) said.push(`多登记了 ${one.id}`);
  }
  return said.sort().join('，');
}
