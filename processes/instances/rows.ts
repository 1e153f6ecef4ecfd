// Instances in memory as lists look through them, in the orders that lists show.
import { placeIn } from '../task-rows.js';
import type { Instance } from '../store/types.js';

/** An instance as lists look through it; times in milliseconds. */
export interface InstanceRow {
  key: string; caseNo?: string; procedure: string; version: number; definitionKey: string; state: Instance['state']; parentKey?: string; scope: readonly string[]; here: readonly string[]; faults: number;
  started: number; moved: number; ended?: number;
}
export type InstanceOrder = 'start' | 'moved';

/** What a row is made of. */
export const ROW_FIELDS = { caseNo: 1, procedure: 1, version: 1, definitionKey: 1, state: 1, parentKey: 1, scope: 1, tokens: 1, faults: 1, startedAt: 1, endedAt: 1, movedAt: 1, changed: 1 } as const;
export type RowSource = Pick<Instance, '_id' | 'caseNo' | 'procedure' | 'version' | 'definitionKey' | 'state' | 'parentKey' | 'scope' | 'tokens' | 'faults' | 'startedAt' | 'endedAt' | 'movedAt' | 'changed'>;

const byKey = (a: InstanceRow, b: InstanceRow): number => (a.key < b.key ? 1 : a.key > b.key ? -1 : 0);
/** The newest first. */
const ORDERS: Record<InstanceOrder, (a: InstanceRow, b: InstanceRow) => number> = { start: (a, b) => b.started - a.started || byKey(a, b), moved: (a, b) => b.moved - a.moved || byKey(a, b) };

export class InstanceRows {
  readonly all = new Map<string, InstanceRow>();
  private readonly sorted = new Map<InstanceOrder, InstanceRow[]>();
  /** Lists of ids that many share are kept once. */
  private readonly lists = new Map<string, readonly string[]>();

  /** @returns whether that changes anything */
  put(source: RowSource): boolean {
    const row = this.rowOf(source);
    const before = this.all.get(row.key);
    if (before && same(before, row)) return false;
    this.all.set(row.key, row);
    for (const [order, rows] of this.sorted) {
      if (before) rows.splice(placeIn(rows, before, ORDERS[order]), 1);
      rows.splice(placeIn(rows, row, ORDERS[order]), 0, row);
    }
    return true;
  }

  in(order: InstanceOrder): readonly InstanceRow[] {
    const rows = this.sorted.get(order) ?? [...this.all.values()].sort(ORDERS[order]);
    this.sorted.set(order, rows);
    return rows;
  }

  private shared(list: string[] = []): readonly string[] {
    const name = list.join('\n');
    const known = this.lists.get(name) ?? list;
    this.lists.set(name, known);
    return known;
  }

  private rowOf({ _id, caseNo, procedure, version, definitionKey, state, parentKey, scope, tokens, faults, startedAt, endedAt, movedAt }: RowSource): InstanceRow {
    const started = startedAt?.getTime() ?? 0;
    return {
      key: _id, caseNo, procedure, version, definitionKey, state, parentKey, scope: this.shared(scope), here: this.shared(tokens?.map(({ id }) => id)), faults: faults?.length ?? 0, started,
      moved: movedAt?.getTime() ?? endedAt?.getTime() ?? started, ended: endedAt?.getTime(),
    };
  }
}

const same = (a: InstanceRow, b: InstanceRow): boolean => (Object.keys(b) as (keyof InstanceRow)[]).every((name) => a[name] === b[name]);
