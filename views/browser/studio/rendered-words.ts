// Puts into Chinese what a library writes on the page in English from within its code; what people wrote themselves is left alone.

export interface Speech {
  /** Where the library's own words stand, as a selector; everything else is people's. */
  where: string;
  /** What inside them is people's all the same. */
  except: string;
  say(text: string): string;
}

const ATTRIBUTES = ['title', 'placeholder', 'aria-label', 'data-placeholder', 'alt'];

/** Watches the page. @returns how to stop */
export function speak({ where, except, say }: Speech, root: HTMLElement = document.body): () => void {
  const isTheirs = (element: Element | null): boolean => Boolean(element?.closest(where)) && !element!.closest(except);
  function text(node: Text): void {
    if (!isTheirs(node.parentElement)) return;
    const [, before, inner, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(node.data)!;
    const now = inner && `${before}${say(inner)}${after}`;
    if (now && now !== node.data) node.data = now;
  }
  function attributes(element: Element): void {
    if (!isTheirs(element)) return;
    for (const name of ATTRIBUTES) {
      const given = element.getAttribute(name);
      if (given && say(given) !== given) element.setAttribute(name, say(given));
    }
  }
  function all(node: Node): void {
    if (node instanceof Text) return text(node);
    if (!(node instanceof Element)) return;
    attributes(node);
    node.childNodes.forEach(all);
  }
  const watcher = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') addedNodes.forEach(all);
      else if (target instanceof Text) text(target);
      else attributes(target as Element);
    }
  });
  watcher.observe(root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
  all(root);
  return () => watcher.disconnect();
}
