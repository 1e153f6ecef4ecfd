// A parsed element laid out flat: every attribute, child and extension becomes one fact under a path, so that nothing can differ unseen.

/** What is known of one element: values by path. `links` are the paths whose values are ids of other elements. */
export interface Facts { values: Map<string, string>; links: Set<string> }

export interface Walk {
  /** Elements that are told apart by themselves; they are handed over instead of being walked into. */
  apart(child: any, parent: any): boolean;
  /** Properties that are left out. */
  skip: ReadonlySet<string>;
  /** References that name nothing: moddle drops them, so they are kept by element and property. */
  dangling: Map<any, Record<string, string>>;
}

/** Lists in which the order says nothing and each item has a name of its own: how they are called here, and where name and value stand. */
const named: Record<string, [path: string, key: string, value: string]> = {
  'zeebe:Header': ['header', 'key', 'value'], 'zeebe:Property': ['property', 'name', 'value'], 'zeebe:Input': ['input', 'target', 'source'], 'zeebe:Output': ['output', 'target', 'source'],
};
/** Boxes that only hold such lists. */
const boxes = new Set(['extensionElements', 'zeebe:TaskHeaders', 'zeebe:IoMapping', 'zeebe:Properties']);
/** Root elements that belong to whoever refers to them. */
const shared = new Map([['bpmn:Message', 'message'], ['bpmn:Error', 'error'], ['bpmn:Signal', 'signal'], ['bpmn:Escalation', 'escalation']]);
const kinds = new Set(['eventDefinitions', 'loopCharacteristics']);
const noise = /^(xmlns(:|$)|xsi:)/;

const join = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** Lays one element out. */
export function factsOf(element: any, walk: Walk): Facts {
  const facts: Facts = { values: new Map(), links: new Set() };
  visit(element, '', facts, walk);
  const order = (path: string) => [...facts.values.keys()].filter((key) => key.startsWith(`${path}/`) && key.split('/').length === 2).map((key) => key.split('/')[1]).join('、');
  for (const path of ['input', 'output']) if (order(path).includes('、')) facts.values.set(`order/${path}`, order(path));
  return facts;
}

/** A second fact of the same path is one of its own. */
function put({ values }: Facts, path: string, value: string): void {
  let free = path;
  for (let n = 2; values.has(free); n += 1) free = `${path}#${n}`;
  values.set(free, value);
}

function visit(element: any, path: string, facts: Facts, walk: Walk): void {
  const { $descriptor: descriptor } = element;
  if (!descriptor || descriptor.isGeneric) return visitUnknown(element, path, facts);
  const lost = walk.dangling.get(element) ?? {};
  for (const property of descriptor.properties) {
    const name: string = property.name;
    if (walk.skip.has(name)) continue;
    const value = Object.prototype.hasOwnProperty.call(element, name) ? element[name] : undefined;
    const gone = lost[name] ?? lost[property.ns?.name];
    if (property.isReference && gone !== undefined) link(join(path, name), [gone], facts);
    else if (value === undefined || value === null || value === property.default) continue;
    else if (property.isReference) refer(name, path, [value].flat(), facts, walk);
    else if (Array.isArray(value)) value.forEach((item, index) => contain(item, element, path, name, index, facts, walk));
    else if (typeof value === 'object' && value.$type) contain(value, element, path, name, undefined, facts, walk);
    else put(facts, join(path, name), String(value));
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {})) if (!noise.test(name)) put(facts, join(path, name), String(value));
}

function link(path: string, ids: string[], facts: Facts): void {
  facts.links.add(path);
  put(facts, path, ids.sort().join('、'));
}

function refer(name: string, path: string, targets: any[], facts: Facts, walk: Walk): void {
  const own = targets.length === 1 ? shared.get(targets[0].$type) : undefined;
  if (own) visit(targets[0], join(path, own), facts, walk);
  else link(join(path, name), targets.map((target) => (typeof target === 'string' ? target : target.id ?? '')), facts);
}

function contain(item: any, parent: any, path: string, name: string, index: number | undefined, facts: Facts, walk: Walk): void {
  if (typeof item !== 'object' || item === null) return put(facts, join(path, `${name}/${index ?? 0}`), String(item));
  if (walk.apart(item, parent)) return;
  const listed = named[item.$type];
  const box = boxes.has(name) || boxes.has(item.$type);
  const inner = box ? path : listed ? join(path, `${listed[0]}/${item[listed[1]] ?? ''}`) : join(path, name === 'values' ? item.$type : index === undefined ? name : `${name}/${index}`);
  if (listed) {
    put(facts, inner, String(item[listed[2]] ?? ''));
    return visit(item, `${inner}/more`, facts, { ...walk, skip: new Set([...walk.skip, listed[1], listed[2]]) });
  }
  const before = facts.values.size;
  if (kinds.has(name)) put(facts, inner, item.$type);
  visit(item, inner, facts, walk);
  if (facts.values.size === before && !box) put(facts, inner, '');
}

/** What comes from a vocabulary that nobody here knows: taken as it stands. */
function visitUnknown(element: any, path: string, facts: Facts): void {
  let empty = true;
  for (const [name, value] of Object.entries(element)) {
    if (name === '$type' || name === '$children' || noise.test(name) || typeof value === 'object') continue;
    put(facts, name === '$body' ? path : join(path, name), String(value));
    empty = false;
  }
  (element.$children ?? []).forEach((child: any) => visitUnknown(child, join(path, child.$type), facts));
  if (empty && !element.$children?.length) put(facts, path, '');
}
