// How long the lists of tasks take, 20 asked at once while tasks change: `npm run bench -- lists [requests]`. The embedded store at 20,000 cases; with MONGODB_URI that store, too, at 5,000 and 200,000.
import { loadavg } from 'node:os';
import { ask, AT_ONCE, ratios, serve, worst, type Figures, type Variant } from './lib/asking.js';
import { onEmbedded } from './lib/embedded.js';
import { onFilled } from './lib/filled.js';
import { fillStore } from './lib/lists-data.js';

const OPEN = 20_000;
/** Tasks that change each second meanwhile. */
const CHANGES = 5;

const variants: Variant[] = [
  ['mine', 'lds', '/api/tasks?view=mine'],
  ['my groups\'', 'lds', '/api/tasks?view=group'],
  ['the county\'s, all 20,000', 'baoyingzhihui', '/api/tasks?view=unit'],
  ['filtered', 'baoyingzhihui', `/api/tasks?view=unit&category=B&urgency=${encodeURIComponent('紧急')}&due=overdue&unit=by-jinghe`],
  ['searched', 'baoyingzhihui', `/api/tasks?view=unit&q=${encodeURIComponent('欠薪 97')}`],
  ['sorted by urgency, page 20', 'baoyingzhihui', '/api/tasks?view=unit&sort=priority&page=20'],
  ['sorted by age', 'jinghe', '/api/tasks?view=unit&sort=age'],
  ['done', 'lds', '/api/tasks?view=done'],
  ['counts', 'baoyingzhihui', '/api/tasks/counts'],
  ['the page /tasks', 'lds', '/tasks'],
  ['the page, the county\'s', 'baoyingzhihui', '/tasks?view=unit'],
];

/** Asks for every list of a filled database. */
const side = (uri: string, cases: number, requests: number, what: string): Promise<Figures> => onFilled(uri, `lists_${cases}`, (store) => fillStore(store, cases, OPEN), async (address, store) => {
  console.log(`\n${what}: ${cases.toLocaleString('en')} cases, ${OPEN.toLocaleString('en')} open tasks`);
  const served = await serve(address);
  let n = 0;
  const changing = setInterval(() => { void store.tasks.updateOne({ _id: `4${String((n += 7) % OPEN).padStart(15, '0')}` }, { $push: { rungs: `bench-${n}` } }).catch(() => undefined); }, 1000 / CHANGES);
  try {
    return await ask(variants, served, requests);
  } finally {
    clearInterval(changing);
    served.server.disconnect();
  }
});

export async function run([given = '400']: string[]): Promise<void> {
  const requests = Number(given);
  console.log(`${AT_ONCE} requests at once, ${requests} of each, one API process, ${CHANGES} tasks change each second; load of the machine ${loadavg()[0]!.toFixed(1)}`);
  const uri = process.env.MONGODB_URI;
  if (uri) {
    const few = await side(uri, 5_000, requests, 'the store at MONGODB_URI');
    const many = await side(uri, 200_000, requests, 'the store at MONGODB_URI');
    console.log(`worst p95 ${worst(few).toFixed(0)} ms and ${worst(many).toFixed(0)} ms; asked: under 200 ms. 200,000 cases against 5,000, p95: ${ratios(few, many)}; asked: not above 1.5`);
  }
  await onEmbedded(async (own) => console.log(`worst p95 ${worst(await side(own, 20_000, requests, 'embedded store')).toFixed(0)} ms; asked: under 300 ms`));
}
