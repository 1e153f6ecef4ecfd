// Putting an element's children into their order: by their place in the standard's schema first, then by what they are called.
import { byText } from './write-xml.js';
import type { XmlElement } from './xml.js';

export const isElement = (child: XmlElement | string): child is XmlElement => typeof child !== 'string';

/** The value of an attribute without a namespace. */
export const value = (element: XmlElement, name: string): string | undefined => element.attributes.find(({ uri, local }) => uri === '' && local === name)?.value;

/** Sorts the element children, keeping the given order where both keys are equal. Text is left where it is: an element with text is not sorted. */
export function sortChildren(element: XmlElement, rank: (child: XmlElement) => number, key: (child: XmlElement) => string): void {
  if (element.children.some((child) => !isElement(child) && child.trim() !== '')) return;
  const keyed = element.children.filter(isElement).map((child, index) => ({ child, index, rank: rank(child), key: key(child) }));
  element.children = keyed.sort((a, b) => a.rank - b.rank || byText(a.key, b.key) || a.index - b.index).map(({ child }) => child);
}

/** An element and all below it, outside first. */
export function everyElement(element: XmlElement): XmlElement[] {
  const found = [element];
  for (let at = 0; at < found.length; at += 1) for (const child of found[at]!.children) if (isElement(child)) found.push(child);
  return found;
}

/** Coordinates as numbers are written: `36.0` and `36` are one place. */
export function plainNumbers(element: XmlElement): void {
  for (const one of element.attributes) {
    if (/^(x|y|width|height)$/.test(one.local) && /^-?\d{1,9}(\.\d{1,9})?$/.test(one.value)) one.value = String(Number(one.value));
  }
}
