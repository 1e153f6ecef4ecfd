// XML written in one form: one prefix a namespace, declared once at the root and only if used, attributes in one order, two spaces a level.
import type { XmlAttribute, XmlElement, XmlName } from './xml.js';
import { XML_NS } from './xml.js';

/** What a kind of file decides: the prefixes of the namespaces that it knows, whose white space is layout only. */
export type Prefixes = Record<string, string>;

const FIRST = ['id', 'name', 'targetNamespace', 'namespace'];
const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };
const escape = (text: string): string => text.replace(/[&<>\r]/g, (one) => ESCAPED[one]!);
const escapeValue = (text: string): string => text.replace(/[&<>"\t\n\r]/g, (one) => ESCAPED[one]!);

/** By code unit, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isElement = (child: XmlElement | string): child is XmlElement => typeof child !== 'string';

/** Writes a tree whose children are in their order already. */
export function writeXml(root: XmlElement, known: Prefixes): string {
  const prefixes = prefixesOf(root, known);
  const qualified = ({ uri, local }: XmlName): string => (prefixes.get(uri) ? `${prefixes.get(uri)}:${local}` : local);
  const attribute = (one: XmlAttribute): string => `${qualified(one)}="${escapeValue(one.typeName ? qualified(one.typeName) : one.value)}"`;
  const rank = (one: XmlAttribute): string => {
    const first = one.uri === '' ? FIRST.indexOf(one.local) : -1;
    return first === -1 ? `${FIRST.length}${qualified(one)}` : String(first);
  };
  const attributes = (element: XmlElement): string[] => [...element.attributes].sort((a, b) => byText(rank(a), rank(b))).map(attribute);
  const declarations = [...prefixes].filter(([uri]) => uri !== '' && uri !== XML_NS).sort(([, a], [, b]) => byText(a, b)).map(([uri, prefix]) => `xmlns${prefix && `:${prefix}`}="${escapeValue(uri)}"`);
  const unnamed = [...prefixes].some(([uri, prefix]) => prefix === '' && uri !== '');
  const made: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  const write = (element: XmlElement, level: number, parent: XmlElement | undefined, inline: boolean): void => {
    const bare = unnamed && element.uri === '' && parent?.uri !== '' ? ['xmlns=""'] : unnamed && parent?.uri === '' && prefixes.get(element.uri) === '' ? [`xmlns="${escapeValue(element.uri)}"`] : [];
    const name = qualified(element);
    const pad = inline ? '' : '  '.repeat(level);
    const end = inline ? '' : '\n';
    const open = `${pad}<${[name, ...(level === 0 ? declarations : bare), ...attributes(element)].join(' ')}`;
    const children = contentOf(element, known);
    if (children.length === 0) return void made.push(open, ' />', end);
    if (!children.some(isElement)) return void made.push(open, '>', escape(children.join('')), `</${name}>`, end);
    const mixed = inline || children.some((child) => !isElement(child));
    made.push(open, mixed ? '>' : '>\n');
    for (const child of children) {
      if (isElement(child)) write(child, level + 1, element, mixed);
      else made.push(escape(child));
    }
    made.push(mixed ? '' : pad, `</${name}>`, end);
  };
  write(root, 0, undefined, false);
  return made.join('');
}

/** An element's content: white space between elements is layout, but in what others put in, a text beside elements is theirs to the byte. */
function contentOf(element: XmlElement, known: Prefixes): (XmlElement | string)[] {
  const { children } = element;
  const layout = (child: XmlElement | string) => !isElement(child) && child.trim() === '';
  if (element.attributes.some(({ uri, local, value }) => uri === XML_NS && local === 'space' && value === 'preserve')) return children;
  if (!children.some(isElement)) return element.uri in known && children.every(layout) ? [] : children;
  return children.some((child) => !isElement(child) && !layout(child)) ? children : children.filter(isElement);
}

/** Which prefix each used namespace has: its own if it is known, else the one it was written with, made distinct. */
function prefixesOf(root: XmlElement, known: Prefixes): Map<string, string> {
  const used = new Map<string, string>();
  const note = ({ uri, prefix }: XmlName): void => {
    const before = used.get(uri);
    if (before === undefined || (prefix !== '' && (before === '' || byText(prefix, before) < 0))) used.set(uri, prefix);
  };
  const visit = (element: XmlElement): void => {
    note(element);
    for (const one of element.attributes) {
      if (one.uri !== '') note(one);
      if (one.typeName) note(one.typeName);
    }
    element.children.filter(isElement).forEach(visit);
  };
  visit(root);
  const made = new Map<string, string>([['', ''], [XML_NS, 'xml']]);
  const taken = new Set<string>(['', 'xml', ...Object.values(known)]);
  for (const [uri, written] of [...used].sort(([a], [b]) => byText(a, b))) {
    if (made.has(uri)) continue;
    if (uri in known) {
      made.set(uri, known[uri]!);
      continue;
    }
    const wish = written || 'ns';
    let prefix = wish;
    for (let next = 2; taken.has(prefix); next += 1) prefix = `${wish}${next}`;
    taken.add(prefix);
    made.set(uri, prefix);
  }
  return made;
}
