// A place in a text that only goes forward, and the line that it is on.
import { Invalid } from '../errors.js';

/** Characters that no XML may hold, NUL among them. */
// eslint-disable-next-line no-control-regex
export const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

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
}
