// Makes the file of an export: whoever asked for it reads in it what they may read on the page, and no more.
import type { Deps } from '../../processes/deps.js';
import type { Whole } from '../../processes/background/kinds.js';
import { Invalid } from '../../processes/errors.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { sheetTypes, writeSheet, type SheetFormat } from '../../processes/sheets/files.js';
import { MOST_ROWS, type Cell } from '../../processes/sheets/xlsx.js';
import { keepMade } from '../../processes/store/made-files.js';
import type { Person } from '../../processes/store/types.js';
import { knownOf } from './known.js';
import { askedOf, columnsOf, rowsOf, type Asked, type Column, type ExportList } from './list.js';

export interface Wanted { list: string; format: SheetFormat; query: Record<string, string> }
/** What an answer may say of how far it is. */
type Progress = (done: number, total: number) => Promise<void>;

/** The rows of a file, one by one as they are taken. */
async function* cellsOf(list: ExportList, asked: Asked, columns: Column[], person: Person, progress: Progress, deps: Deps): AsyncGenerator<Cell[]> {
  const [known, { total, pieces }] = await Promise.all([knownOf(deps.store), rowsOf(list, asked, person, deps)]);
  let done = 0;
  await progress(0, total);
  for await (const piece of pieces) {
    for (const row of piece) yield columns.map(([, value]) => value(row, known));
    done += piece.length;
    await progress(done, Math.max(done, total));
  }
}

/** The work in the background that makes files of these lists. */
export const exportWork = (lists: Record<string, ExportList>): Whole => ({
  async whole(job, person, progress, deps) {
    const { list: id, format, query } = job.parameters as unknown as Wanted;
    const list = lists[id];
    if (!list) throw new Invalid(`没有这份清单 <${id}>`);
    let rows = 0;
    const counted = async (done: number, total: number) => {
      if (format === 'xlsx' && total >= MOST_ROWS) throw new Invalid(`一个 Excel 文件最多 ${MOST_ROWS - 1} 行，请缩小范围，或导出为 CSV`);
      rows = done;
      await progress(done, total);
    };
    const name = `${list.name}-${shanghaiDay(deps.clock.now())}.${format}`;
    const asked = askedOf(list, query, person);
    const columns = await columnsOf(list, asked, person, deps);
    const size = await keepMade(deps.store, job._id, name, writeSheet(format, list.name, columns.map(([heading]) => heading), cellsOf(list, asked, columns, person, counted, deps)));
    return { said: `${rows} 行`, file: { name, type: sheetTypes[format], size } };
  },
});
