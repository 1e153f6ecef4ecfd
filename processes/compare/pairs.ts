// Which file of one version is set against which of the other.
import type { ProcedureFile } from '../store/types.js';

/** What a file is, by its ending. */
export const kindOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** A name as its file gives it; nothing where it cannot be read. */
function nameIn({ name, content }: ProcedureFile): string | undefined {
  if (kindOf(name) === 'form') return undefined;
  const tag = kindOf(name) === 'bpmn' ? 'process' : 'definitions';
  const found = new RegExp(`<(?:\\w+:)?${tag}\\b[^<>]*?\\sname="([^"]*)"`).exec(content)?.[1];
  return found?.replace(/&quot;/g, '"').replace(/&apos;/g, '\'').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

const kinds: Record<string, string> = { bpmn: '流程图', form: '表单', dmn: '决策表' };
function titleOf(file: ProcedureFile): string {
  const kind = kinds[kindOf(file.name)];
  return kind ? `${kind}「${nameIn(file) ?? file.name.replace(/\.[^.]+$/, '')}」` : `文件「${file.name}」`;
}

/** Files of the same name belong together; so do the only two diagrams, and what is the only file of its kind among those left when each side is one file. */
export function pairFiles(left: ProcedureFile[], right: ProcedureFile[]): { title: string; left?: ProcedureFile; right?: ProcedureFile }[] {
  const made: { title: string; left?: ProcedureFile; right?: ProcedureFile }[] = [];
  const free = new Map(right.map((file) => [file.name, file]));
  const lone = left.filter((file) => {
    const other = free.get(file.name);
    if (!other) return true;
    free.delete(file.name);
    made.push({ title: titleOf(other), left: file, right: other });
    return false;
  });
  for (const file of lone) {
    const kind = kindOf(file.name);
    const others = [...free.values()].filter(({ name }) => kindOf(name) === kind);
    const onlyTwo = others.length === 1 && lone.filter(({ name }) => kindOf(name) === kind).length === 1 && (kind === 'bpmn' || (left.length === 1 && right.length === 1));
    const other = onlyTwo ? others[0] : undefined;
    if (other) free.delete(other.name);
    made.push(other ? { title: titleOf(other), left: file, right: other } : { title: titleOf(file), left: file });
  }
  for (const file of free.values()) made.push({ title: titleOf(file), right: file });
  const rank = (name: string) => ['bpmn', 'form', 'dmn'].indexOf(kindOf(name)) + 1 || 9;
  const named = ({ left: mine, right: theirs }: (typeof made)[number]) => (theirs ?? mine)!.name;
  return made.sort((a, b) => rank(named(a)) - rank(named(b)) || named(a).localeCompare(named(b)));
}
