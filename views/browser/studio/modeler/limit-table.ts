// Which table of the draft holds the figures that a limit's expression asks for, so that whoever wants to change one gets there.
import type { File } from '../editor.js';

/** `element` is the column; `columns` what people call those that the expression uses. */
export interface LimitTable { file: string; element: string; name: string; columns: string[] }

/** The table with the result columns that an expression names (`classification.handleLimit`); nothing when the draft has none. */
export function limitTable(expression: string, files: File[]): LimitTable | undefined {
  const asked = new Set([...expression.matchAll(/\.(\w*[lL]imit)\b/g)].map((match) => match[1]!));
  if (asked.size === 0) return undefined;
  for (const { name: file, content } of files.filter(({ name }) => name.endsWith('.dmn'))) {
    for (const decision of new DOMParser().parseFromString(content, 'application/xml').getElementsByTagNameNS('*', 'decision')) {
      const found = [...decision.getElementsByTagNameNS('*', 'output')].filter((output) => asked.has(output.getAttribute('name') ?? ''));
      if (found.length > 0) return { file, element: found[0]!.id, name: decision.getAttribute('name') || decision.id, columns: found.map((output) => output.getAttribute('label') || output.getAttribute('name')!) };
    }
  }
  return undefined;
}
