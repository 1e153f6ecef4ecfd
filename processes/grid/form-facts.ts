// Facts of the registers that a field of a form can be: bound in the form by the property `fact`, so that what one form asked no other asks again.
import { isKeyed, isList, pathOf, type Component, type FormSchema } from '../form-schema.js';
import type { RegisterItem, RegisterKind } from '../store/types.js';
import { registers, type Field } from './fields.js';

export interface FormFact { name: string; label: string; kind: RegisterKind; field: Field }

// numbers that are nobody's business but the register's, choices from lists, and free words stay out
const offered = ({ key }: Field): boolean => key === 'name' || key === 'phone' || key === 'place' || key === 'fact';

/** Every fact that a field can be bound to: `<register>.<property>`, what is kept under its own heading by that heading. */
export const formFacts: readonly FormFact[] = registers.flatMap(({ kind, title, fields }) => fields.filter(offered).map((field) => ({
  name: `${kind}.${field.key === 'fact' ? field.header : field.key}`, label: `${title} · ${field.header}`, kind, field,
})));

const byName = new Map(formFacts.map((fact) => [fact.name, fact]));
/** The fact of a name, if a register has it. */
export const findFact = (name: string): FormFact | undefined => byName.get(name);

/** What a component says that it is; empty when nothing. */
export const factOf = ({ properties }: Component): string => String(properties?.fact ?? '').trim();

/** The types of fields that can hold a fact as a person writes it. */
export const HOLDS_FACT = new Set(['textfield', 'textarea', 'number']);

/** A field that is a fact; of a list's row `list` is where the list stands and `path` where the field stands in a row. */
export interface Bound { path: string[]; type: string; fact: FormFact; list?: string[] }

/** The fields of a form that are facts of a register. A row of a list is one item, told by its name (see `keepFacts`); a list within a list is nobody's. */
export function boundFields({ components }: Pick<FormSchema, 'components'>, prefix: readonly string[] = []): Bound[] {
  return components.flatMap((component): Bound[] => {
    const path = [...prefix, ...pathOf(component)];
    const inside = { components: component.components ?? [] };
    if (isList(component)) return boundFields(inside).filter(({ list }) => !list).map((one) => ({ ...one, list: path }));
    if (component.components) return boundFields(inside, path);
    const fact = findFact(factOf(component));
    return fact && isKeyed(component) && HOLDS_FACT.has(component.type) ? [{ path, type: component.type, fact }] : [];
  });
}

/** What an item says of a fact. */
export const factIn = (item: Pick<RegisterItem, 'name' | 'phone' | 'place' | 'facts'>, { key, header }: Field): string =>
  (key === 'fact' ? item.facts[header] : key === 'place' ? item.place.text : key === 'phone' ? item.phone : item.name) ?? '';
