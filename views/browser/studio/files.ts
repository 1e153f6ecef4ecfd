// The files of a draft as this window knows them: what stands on the server, and what has been changed since.

export type Kind = 'bpmn' | 'form' | 'dmn';
export interface Who { id?: string; name?: string; system?: string }
export interface Stored { name: string; content: string; revision: number; by?: Who; at?: string }

export interface Entry extends Stored {
  /** What the server has at `revision`; `content` is what this window has. */
  saved: string;
  /** Sent without an answer: it may have arrived all the same. */
  sent?: string;
  /** Refused for good: not sent again before it changes. */
  refused?: string;
  /** A person is being asked which of two to take. */
  asking?: boolean;
}

export const kindOf = (name: string): Kind => name.slice(name.lastIndexOf('.') + 1) as Kind;
export const entryOf = (file: Stored): Entry => ({ ...file, saved: file.content });
export const isDirty = ({ content, saved, revision }: Entry): boolean => content !== saved || revision === 0;

const unescaped = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** The human tasks of a diagram that are filled in with a form. */
const tasksWith = (form: string, diagram: string): string[] => [...diagram.matchAll(/<(?:\w+:)?userTask\b([^>]*)>([\s\S]*?)<\/(?:\w+:)?userTask>/g)]
  .filter(([, , inside]) => inside!.includes(`formId="${form}"`) || inside!.includes(`formKey="${form}"`))
  .map(([, attributes]) => unescaped(/\bname="([^"]*)"/.exec(attributes!)?.[1] ?? '')).filter(Boolean);

/** What a file is called on the list: a diagram and a table by their own names, a form by the tasks that are filled in with it. */
export function titleOf({ name, content }: { name: string; content: string }, diagram = ''): string {
  const base = name.slice(0, name.lastIndexOf('.'));
  if (kindOf(name) === 'form') return [...new Set(tasksWith(base, diagram))].join('、') || base;
  const tags = [...content.matchAll(new RegExp(`<(?:\\w+:)?${kindOf(name) === 'bpmn' ? 'process' : 'decision'}\\b[^>]*>`, 'g'))].map(([tag]) => tag);
  const own = tags.find((tag) => tag.includes(` id="${base}"`)) ?? tags[0] ?? '';
  return unescaped(/\bname="([^"]*)"/.exec(own)?.[1] ?? '') || base;
}
