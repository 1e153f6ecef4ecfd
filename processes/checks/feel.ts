// Whether FEEL can be parsed at all; what it will find when it runs is not known here.
import { parseExpression, parseUnaryTests } from 'feelin';

/** Longer ones are not read: nobody writes them, and a parser may take long over them. */
const LONGEST = 5_000;
const MOST = 2_000;
const seen = new Map<string, string | undefined>();

/** A literal, or anything: most cells of a table, and not worth a parser. */
const PLAIN = /^\s*(?:-|-?\d+(?:\.\d+)?|"[^"\\]*"|true|false|null|[A-Za-z_]\w*)?\s*$/;

/** What keeps an expression from being parsed, in Chinese; nothing: it can be. */
export const parseFeel = (text: string): string | undefined => wrongWith(`= ${text}`, text, () => parseExpression(text, {}, undefined));

/** The same for the cell of a condition. */
export const parseTests = (text: string): string | undefined => wrongWith(`? ${text}`, text, () => parseUnaryTests(text, {}, undefined));

function wrongWith(key: string, text: string, parse: () => ReturnType<typeof parseExpression>): string | undefined {
  if (PLAIN.test(text)) return undefined;
  if (text.length > LONGEST) return `超过 ${LONGEST} 个字符，太长`;
  if (seen.has(key)) return seen.get(key);
  let wrong: string | undefined;
  parse().iterate({
    enter({ type, from }) {
      if (!type.isError || wrong) return wrong === undefined;
      const rest = text.slice(from).trim().slice(0, 20);
      wrong = rest ? `在「${rest}」处看不懂` : '没有写完';
      return false;
    },
  });
  if (seen.size >= MOST) seen.clear();
  seen.set(key, wrong);
  return wrong;
}
