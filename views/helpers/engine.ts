// The view engine: where templates lie, and the helpers they may use.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'express-handlebars';
import handlebars from 'handlebars';
import { due } from './due.js';
import { views } from './folder.js';
import { dateTime, day, minute, money } from './format.js';
import { icon } from './icon.js';
import * as words from './words.js';

type Options = { hash: Record<string, unknown>; data: { root: { now?: Date } }; fn(context: unknown): string; inverse(context: unknown): string };
type Block = (this: unknown, a: unknown, b: unknown, options: Options) => string;

/** Names the bundles that this program was built with; while developing without a build, its start. */
function version(): string {
  try {
    return readFileSync(join(views, '../dist/browser/version.txt'), 'utf8').trim();
  } catch {
    return Date.now().toString(36);
  }
}
const built = version();
const now = (options: Options): Date => options.data.root.now ?? new Date();
const equal: Block = function (a, b, options) { return a === b ? options.fn(this) : options.inverse(this); };

/** What templates may call. A value of the same name is hidden by it: such a one is written `{{this.count}}`. */
export const helpers = {
  dateTime: (value: Date, options: Options) => dateTime(value, now(options)),
  iso: (value?: Date | string) => (value ? new Date(value).toISOString() : ''),
  day: (value: Date) => day(value),
  minute: (value: Date) => minute(value),
  money: (cents: number) => money(cents),
  due: (task: object, options: Options) => due(task, now(options)),
  // `state` is a field of what templates show: a helper of the same name would hide it.
  state_: words.state, elementType: words.elementType, tone: words.tone,
  equal,
  /** Stands behind the address of each bundle, so that a browser never runs yesterday's scripts on today's pages, connected or not. */
  built: () => built,
  icon: (name: string) => new handlebars.SafeString(icon(name)),
  or: (...values: unknown[]) => values.slice(0, -1).find((value) => value || value === 0) ?? '',
  first: (list?: unknown[]) => list?.[0],
  initial: (name?: string) => Array.from(name ?? '')[0] ?? '',
  /** A variable's value, short enough for a line or two. */
  shown: (value: unknown) => { const text = typeof value === 'string' ? value : JSON.stringify(value); return text.length > 300 ? `${text.slice(0, 300)}…` : text; },
  /** What was filled into a field, as it reads. */
  written: (value: unknown) => (Array.isArray(value) ? value.join('、') : value === true ? '是' : value === false ? '否' : String(value)),
  /** A refusal's words without what stands in brackets for programmers. */
  plain: (text?: string) => (text ?? '').replace(/\s*[(（][^\p{Script=Han}]*[)）]$/u, ''),
  number: (index: number) => index + 1,
  count: (list?: unknown[]) => list?.length ?? 0,
  /** JSON that may stand inside a `<script type="application/json">`: nothing in it can close the element. */
  json: (value: unknown) => JSON.stringify(value ?? null).replace(/</g, '\\u003c'),
};

/** The express-handlebars engine for `app.engine('hbs', viewEngine())`. */
export function viewEngine() {
  return create({
    extname: '.hbs', defaultLayout: 'main', layoutsDir: join(views, 'layouts'), partialsDir: join(views, 'partials'), helpers: helpers as never,
  }).engine;
}
