// A place in a text that only goes forward, and the line that it is on.
import { Invalid } from '../errors.js';

/** Characters that no XML may hold, NUL among them. */
// eslint-disable-next-line no-control-regex
export const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' };

/** Walks over a text once. */
export class Cursor {
  protected at = 0;
  private counted = { at: 0, line: 1 };
  constructor(protected readonly text: string) {}

  protected fail(message: string, at = this.at): never {
    const line = this.lineAt(at);
    throw new Invalid(`XML line ${line}: ${message}`, [{ path: String(line), message }]);
  }

  /** Counted on from where it was last asked, so that lines cost one pass in all. */
  protected lineAt(at: number): number {
    if (at < this.counted.at) this.counted = { at: 0, line: 1 };
    let { line } = this.counted;
    for (let next = this.text.indexOf('\n', this.counted.at); next !== -1 && next < at; next = this.text.indexOf('\n', next + 1)) line += 1;
    this.counted = { at, line };
    return line;
  }

  protected past(end: string, message: string): string {
    const from = this.at;
    const found = this.text.indexOf(end, from);
    if (found === -1) this.fail(message);
    this.at = found + end.length;
    return this.text.slice(from, found);
  }

  protected match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Text with its character references resolved; no entity is defined but XML's own five. */
  protected resolve(raw: string, from: number): string {
    if (!raw.includes('&')) return raw;
    return raw.replace(/&([^;&<\s]{0,40};?)/g, (whole, reference: string, offset: number) => {
      const name = reference.slice(0, -1);
      if (!reference.endsWith(';')) this.fail(`${whole.slice(0, 20)} 处的 & 没有写成 &amp;`, from + offset);
      if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name]!;
      const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
      const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : NaN;
      if (Number.isNaN(code)) this.fail(`不认识的实体 &${name};，文件里不能定义或引用实体`, from + offset);
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
      if (FORBIDDEN.test(character) || (code >= 0xd800 && code <= 0xdfff)) this.fail(`字符引用 &${name}; 不是可用的字符`, from + offset);
      return character;
    });
  }
}
