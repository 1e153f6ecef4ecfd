// A form laid out for comparison: its components in reading order with their facts.
import { Invalid } from '../errors.js';

export interface Field { id: string; key?: string; type: string; name: string; parent: string; facts: Map<string, string>; look: string }
export interface Sheet { fields: Field[]; facts: Map<string, string> }

const own = new Set(['components', 'layout', 'type', 'id']);
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');

/** Every value of a JSON object by its path; lists of options are one fact each, so that their order counts. */
function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0) into.set(path, '{}');
    for (const [name, inner] of entries) flat(inner, path ? `${path}/${name}` : name, into);
  } else if (value !== undefined) into.set(path, text(value));
}

function factsOf(object: Record<string, unknown>, without: ReadonlySet<string>): Map<string, string> {
  const facts = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) if (!without.has(name)) flat(value, name, facts);
  return facts;
}

const nameOf = ({ label, key, path, text: written, type, id }: Record<string, any>): string => {
  const shown = [label, written].find((one) => typeof one === 'string' && one.trim() !== '') as string | undefined;
  const short = shown?.replace(/[*_#`>]/g, '').replace(/\s+/g, ' ').trim();
  return short ? (short.length > 24 ? `${short.slice(0, 24)}…` : short) : key ?? path ?? id ?? type;
};

/** @throws Invalid when it is no form */
export function readSheet(content: string): Sheet {
  let schema: any;
  try {
    schema = JSON.parse(content);
  } catch (error) {
    throw new Invalid(`not a form: ${(error as Error).message}`);
  }
  if (typeof schema !== 'object' || schema === null || !Array.isArray(schema.components)) throw new Invalid('not a form: it has no components');
  const fields: Field[] = [];
  /** Ids with how often they were asked for again. */
  const taken = new Map<string, number>();
  const visit = (components: any[], parent: string): void => components.forEach((component, index) => {
    if (typeof component !== 'object' || component === null) throw new Invalid('not a form: a component is no object');
    let id = String(component.id ?? component.key ?? `${parent}/${component.type}/${index}`);
    const asked = id;
    for (let n = taken.get(asked) ?? 0; taken.has(id); n += 1) { id = `${asked}+${n || ''}`; taken.set(asked, n + 1); }
    taken.set(id, 0);
    fields.push({ id, key: component.key, type: String(component.type), name: nameOf(component), parent, facts: factsOf(component, own), look: JSON.stringify(component.layout ?? null) });
    if (Array.isArray(component.components)) visit(component.components, id);
  });
  visit(schema.components, '');
  return { fields, facts: factsOf(schema, new Set(['components', 'exporter'])) };
}
