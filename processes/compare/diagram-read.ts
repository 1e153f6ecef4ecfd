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
const known = new Map<string, boolean>();
function isApart(element: any): boolean {
  const type: string = element.$type;
  if (!known.has(type) && element.$instanceOf) known.set(type, apart.some((each) => element.$instanceOf(each)));
  return known.get(type) ?? false;
}
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
  const ends: Ends = { sourceRef: new Map(), targetRef: new Map() };
  const add = (element: any, parent: string | undefined): void => {
    const children: any[] = [];
    for (const flow of element.flowElements ?? []) {
      if (flow.$type !== 'bpmn:SequenceFlow') continue;
      for (const end of ['sourceRef', 'targetRef'] as const) if (flow[end]) ends[end].set(flow[end], ends[end].get(flow[end]) ?? []).get(flow[end])!.push(flow);
    }
    const walk: Walk = { skip, dangling, apart: (child) => isApart(child) && children.push(child) > 0 };
    const facts = factsOf(element, walk);
    facts.values.delete('id');
    if (element.$type === 'bpmn:Process') facts.values.delete('property/release');
    const thing: Thing = { ...facts, id: element.id ?? `无编号 ${things.size + 1}`, type: element.$type, name: element.name || undefined, parent, source: facts.values.get('sourceRef'), target: facts.values.get('targetRef') };
    const stray = listedWrong(element, ends);
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

/** The connections at each element, by the end that they have there. */
type Ends = Record<'sourceRef' | 'targetRef', Map<any, any[]>>;

/** Where an element lists other incoming or outgoing connections than there are: the engine needs the list at some elements. */
function listedWrong(element: any, ends: Ends): string {
  const said: string[] = [];
  for (const [name, end] of [['outgoing', 'sourceRef'], ['incoming', 'targetRef']] as const) {
    const listed: any[] = element[name] ?? [];
    const real = ends[end].get(element) ?? [];
    const written = new Set(listed);
    for (const one of real) if (!written.has(one)) said.push(`没有登记 ${one.id}`);
    for (const one of listed) if (one.$type === 'bpmn:SequenceFlow' && one[end] !== element) said.push(`多登记了 ${one.id}`);
  }
  return said.sort().join('，');
}
