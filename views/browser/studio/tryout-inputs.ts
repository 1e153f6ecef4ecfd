// What a decision asks for, itself and through the decisions that it depends on, read from its drawing.

export interface TryoutInput { label: string; variable: string; type: string; choices: string[] }

/** Words of FEEL that look like names. */
const WORDS = new Set(['if', 'then', 'else', 'and', 'or', 'not', 'in', 'for', 'return', 'some', 'every', 'satisfies', 'true', 'false', 'null', 'between', 'instance', 'of', 'function', 'date', 'time', 'duration']);

/** The variables that an expression reads: names that are neither called, nor part of another, nor the name of a part of the answer. */
export function variablesIn(feel: string): string[] {
  const names = [...feel.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/(?<![.\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*(?!\s*[(:]|[\p{L}\p{N}_])/gu)].map(([name]) => name);
  return [...new Set(names)].filter((name) => !WORDS.has(name));
}

/** Texts that a column compares with: what can sensibly be tried. */
const choicesOf = (logic: any, column: number): string[] => [...new Set<string>((logic.rule ?? []).flatMap((rule: any) => [...(rule.inputEntry?.[column]?.text ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text as string)))].slice(0, 80);

const requiredOf = (decision: any): any[] => (decision.informationRequirement ?? []).flatMap((one: any) => {
  const id = one.requiredDecision?.href?.replace(/^#/, '');
  return id ? (decision.$parent?.drgElement ?? []).filter((other: any) => other.id === id) : [];
});

/** Everything that has to be filled in, each variable once. */
export function inputsOf(decision: any, seen = new Set<any>()): TryoutInput[] {
  if (seen.has(decision)) return [];
  seen.add(decision);
  const required = requiredOf(decision);
  const answered = new Set(required.map(({ id }) => id));
  const logic = decision.decisionLogic;
  const own: TryoutInput[] = logic?.input
    ? logic.input.flatMap((input: any, column: number) => {
      const text: string = input.inputExpression?.text ?? '';
      const names = variablesIn(text);
      const alone = names.length === 1;
      return names.map((variable) => ({ label: alone ? input.label || variable : variable, variable, type: alone ? input.inputExpression?.typeRef ?? '' : '', choices: alone ? choicesOf(logic, column) : [] }));
    })
    : variablesIn(logic?.text ?? '').map((variable) => ({ label: variable, variable, type: '', choices: [] }));
  const all = [...required.flatMap((one) => inputsOf(one, seen)), ...own.filter(({ variable }) => !answered.has(variable))];
  return [...new Map(all.map((one) => [one.variable, one])).values()];
}

/** What was written, as the type wants it; nothing when nothing was written. Without a type what reads as a number, yes, no or a list is one. */
export function valueOf({ type }: TryoutInput, written: string): unknown {
  const text = written.trim();
  if (text === '') return undefined;
  if (type === 'string' || type === 'date') return text;
  if (type === 'boolean') return text === 'true';
  if (['number', 'integer', 'long', 'double'].includes(type)) return Number.isNaN(Number(text)) ? text : Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
