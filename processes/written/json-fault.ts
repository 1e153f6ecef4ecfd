// Where a text stops being JSON: the parser of the platform does not always say.
// eslint-disable-next-line no-control-regex
const TOKEN = /[ \t\r\n]*(?:([[\]{},:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.]))/y;

/** What may come next: a value, a value or the list's end, a key or the object's end, a key, a colon, or what follows a value. */
type Next = 'value' | 'first' | 'firstKey' | 'key' | 'colon' | 'after';

/** The place of the first thing that is wrong in a text that is no JSON. */
export function jsonFault(text: string): number {
  const open: string[] = [];
  let next: Next = 'value';
  let at = 0;
  for (;;) {
    const wrong = at + /^[ \t\r\n]*/.exec(text.slice(at, at + 200))![0].length;
    TOKEN.lastIndex = at;
    const [whole, mark, string, literal] = TOKEN.exec(text) ?? [];
    if (whole === undefined) return Math.min(wrong, text.trimEnd().length);
    const inside = open.at(-1);
    if (string !== undefined && (next === 'key' || next === 'firstKey')) next = 'colon';
    else if ((string ?? literal) !== undefined && (next === 'value' || next === 'first')) next = 'after';
    else if (mark === ':' && next === 'colon') next = 'value';
    else if (mark === ',' && next === 'after' && inside) next = inside === '{' ? 'key' : 'value';
    else if ((mark === '{' || mark === '[') && (next === 'value' || next === 'first')) {
      open.push(mark);
      next = mark === '{' ? 'firstKey' : 'first';
    } else if ((mark === '}' && inside === '{' && (next === 'after' || next === 'firstKey')) || (mark === ']' && inside === '[' && (next === 'after' || next === 'first'))) {
      open.pop();
      next = 'after';
    } else return wrong;
    at += whole.length;
  }
}
