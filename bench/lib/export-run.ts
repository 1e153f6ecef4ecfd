// One export, begun and made as the program does, in a process whose memory is nobody else's: LIST FORMAT ROWS. What is asked for is narrowed to about so many rows.
import { exportLists } from '../../api/exports/lists.js';
import { exportWork } from '../../api/exports/make.js';
import { beginJob } from '../../processes/background/jobs.js';
import { runWhole } from '../../processes/background/whole.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import type { Deps } from '../../processes/deps.js';
import { openStore } from '../../processes/store/store.js';
import type { BackgroundJob, Person } from '../../processes/store/types.js';

/** Bytes and seconds. */
export interface Exported { said: string; size: number; seconds: number; peak: number }

const [name = '', format = '', rows = ''] = process.argv.slice(2);
const store = await openStore(process.env.MONGODB_URI!);
const deps = { store, clock: engineClock(), calendar: defaultCalendar() } as unknown as Deps;
const person = (await store.people.findOne({ account: name === 'tasks' ? 'lds' : 'baoyingzhihui' }).lean<Person>())!;
const list = exportLists[name]!;
const narrowed = {
  ...list,
  async rows(...asked: Parameters<NonNullable<typeof list.rows>>) {
    const found = await list.rows!(...asked);
    const pieces = async function* () {
      let left = Number(rows);
      for await (const piece of found.pieces) {
        yield piece.slice(0, left);
        if ((left -= piece.length) <= 0) return;
      }
    };
    return { total: Math.min(found.total, Number(rows)), pieces: pieces() };
  },
};
const id = crypto.randomUUID();
let peak = 0;
const looking = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 50);
const from = performance.now();
await beginJob({ id, kind: 'export', title: name, parameters: { list: name, format, query: name === 'tasks' ? { view: 'done' } : {} } }, person, deps);
await runWhole({ export: exportWork({ [name]: narrowed }) }, deps);
clearInterval(looking);
const seconds = (performance.now() - from) / 1000;
const job = (await store.background.findById(id).lean<BackgroundJob>())!;
await store.close();
process.send?.({ said: job.said ?? job.state, size: job.file?.size ?? 0, seconds, peak } satisfies Exported);
process.disconnect?.();
