// Small words for the page's elements.

export const find = <T extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): T | null => within.querySelector<T>(selector);

/** @throws when the template and its script have drifted apart */
export function get<T extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`no element <${selector}>`);
  return found;
}

/** What the server put into the page for its script. */
export const pageData = <T>(): T => JSON.parse(get('#data').textContent ?? 'null') as T;

/** Makes an element with text and attributes; text is never read as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

/** Keeps a button from being pressed twice while what it does is under way. */
export async function busy<T>(button: HTMLButtonElement, work: () => Promise<T>): Promise<T | undefined> {
  if (button.getAttribute('aria-busy') === 'true') return undefined;
  button.setAttribute('aria-busy', 'true');
  try {
    return await work();
  } finally {
    button.removeAttribute('aria-busy');
  }
}

/** Tells in a strip at the bottom of the screen, for some seconds. */
export function toast(text: string): void {
  find('.ld-toast')?.remove();
  const strip = make('div', { class: 'ld-toast', role: 'alert' }, text);
  document.body.append(strip);
  setTimeout(() => strip.remove(), 6_000);
}
