// How long the control room takes, 20 asked at once: `npm run bench -- monitor [requests] [cases]`. The embedded store at 5,000 cases (or as many as given) and how many records a second it applies; with MONGODB_URI that store, too, at 5,000 and 100,000 cases (2 million runs of elements).
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { listenForRecords } from '../api/records.js';
import { defaultCalendar } from '../processes/calendar.js';
import { engineClock } from '../processes/clock.js';
import { root } from '../processes/settings.js';
import type { Store } from '../processes/store/store.js';
import { ask, AT_ONCE, ratios, serve, worst, type Figures, type Variant } from './lib/asking.js';
import { onEmbedded } from './lib/embedded.js';
import { onFilled } from './lib/filled.js';
import { fillMonitor } from './lib/monitor-data.js';
import { RecordLog } from './lib/records.js';

const SOME = '2251799813685250';
const year = new Date().getFullYear();
const variants: Variant[] = [
  ['overview, 30 days', 'baoyingzhihui', '/api/overview'],
  ['overview, the year', 'baoyingzhihui', `/api/overview?from=${year}-01-01&until=${year}-12-31`],
  ['heat map of the year', 'baoyingzhihui', `/api/analysis/grid-event?from=${year}-01-01&to=${year}-12-31`],
  ['instances', 'baoyingzhihui', '/api/instances'],
  ['instances, running', 'baoyingzhihui', '/api/instances?state=active&procedure=grid-event'],
  ['one instance', 'baoyingzhihui', `/api/instances/${SOME}`],
];

const side = (uri: string, cases: number, requests: number, what: string): Promise<Figures> => onFilled(uri, `monitor_${cases}`, (store) => fillMonitor(store, cases), async (address) => {
  console.log(`\n${what}: ${cases.toLocaleString('en')} cases, ${(cases * 20).toLocaleString('en')} runs of elements`);
  const served = await serve(address);
  try {
    return await ask(variants, served, requests);
  } finally {
    served.server.disconnect();
  }
});

/** Sends records of whole cases, with their variables, to the endpoint as the exporter does. @returns records a second */
async function records(store: Store, cases: number, size: number): Promise<number> {
  const settings = { records: { port: 0, host: '127.0.0.1', user: 'u', password: 'p' } };
  const endpoint = await listenForRecords({ store, calendar: defaultCalendar(), clock: engineClock(), settings } as never);
  const { port } = endpoint.server.address() as { port: number };
  const log = new RecordLog();
  const definition = log.deploy('grid-event', readFileSync(join(root, 'processes/diagrams/grid-event.bpmn'), 'utf8'));
  for (let n = 0; n < cases; n += 1) {
    const one = log.start('grid-event', definition);
    one.variable('caseNo', `BY-${year}-${String(n).padStart(6, '0')}`);
    for (const name of ['category', 'urgency', 'people', 'source', 'grid', 'village', 'town', 'county', 'city']) one.variable(name, `${name} ${n}`);
    const chain = one.enter('case-chain', 'SUB_PROCESS');
    for (const step of ['intake', 'village-handle', 'check', 'follow-up']) {
      const task = one.task(step, { groups: ['by-jinghe-caoba/intake'], limit: '1 工作日', scope: chain });
      one.endTask(step, task, 'COMPLETED', chain);
      one.variable(`${step}Outcome`, 'done', chain);
      one.flow(`${step}-on`, chain);
    }
    one.leave('case-chain', 'SUB_PROCESS', chain);
    one.end();
  }
  const bodies = Array.from({ length: Math.ceil(log.records.length / size) }, (_, i) => log.body(i * size, (i + 1) * size));
  const from = performance.now();
  for (const body of bodies) {
    const answer = await fetch(`http://127.0.0.1:${port}/_bulk`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from('u:p').toString('base64')}` }, body });
    if (!answer.ok) throw new Error(`a bulk was answered with ${answer.status}`);
  }
  const rate = log.records.length / ((performance.now() - from) / 1000);
  await endpoint.close();
  return rate;
}

export async function run([given = '400', own = '5000']: string[]): Promise<void> {
  const requests = Number(given);
  console.log(`${AT_ONCE} requests at once, ${requests} of each, one API process; load of the machine ${loadavg()[0]!.toFixed(1)}`);
  const uri = process.env.MONGODB_URI;
  if (uri) {
    const few = await side(uri, 5_000, requests, 'the store at MONGODB_URI');
    const many = await side(uri, 100_000, requests, 'the store at MONGODB_URI');
    console.log(`worst p95 ${worst(few).toFixed(0)} ms and ${worst(many).toFixed(0)} ms; asked: under 300 ms. 100,000 cases against 5,000, p95: ${ratios(few, many)}; asked: not above 1.5`);
  }
  await onEmbedded(async (address) => {
    console.log(`worst p95 ${worst(await side(address, Number(own), requests, 'embedded store')).toFixed(0)} ms`);
    for (const size of [200, 1_000]) console.log(`records applied in bulks of ${size}, variables on: ${(await onFilled(address, `records_${size}`, async () => undefined, (_, store) => records(store, 600, size))).toFixed(0)} a second (load ${loadavg()[0]!.toFixed(1)}); asked: at least 4,000`);
  });
}
