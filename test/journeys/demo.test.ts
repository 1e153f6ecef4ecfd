// The demo is the article's case, whole; and it fails, by name, when any one worker on the way is missing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalendar } from '../../processes/calendar-store.js';
import { engineClock } from '../../processes/clock.js';
import { connectEngine } from '../../processes/engine.js';
import { readSettings } from '../../processes/settings.js';
import { openStore } from '../../processes/store/store.js';
import { compare } from '../../runtime/demo/compare.js';
import { runs, wayThrough } from '../../runtime/demo/expected.js';
import type { Played } from '../../runtime/demo/play.js';
import type { Found } from '../../runtime/demo/read-back.js';
import { workerEffects } from '../../runtime/demo/worker-effects.js';
import { stageAt } from '../../runtime/demo.js';
import { playFactory } from '../../runtime/demo/stories/factory.js';
import { startSystem, theSystem } from '../support/system.js';
import { workers } from '../../workers/list.js';
import { startWorkers } from '../../workers/worker.js';

/** The service tasks on the way, by job type, as the diagrams have them. */
const jobs = new Map<string, string[]>();
for (const procedure of Object.keys(runs)) {
  const xml = readFileSync(join(import.meta.dirname, `../../processes/diagrams/${procedure}.bpmn`), 'utf8');
  for (const [, id, , type] of xml.matchAll(/<bpmn:serviceTask id="([^"]+)"(.*?)<zeebe:taskDefinition type="([^"]+)"/gs)) {
    if (wayThrough(procedure).elements.has(id!)) jobs.set(type!, [...jobs.get(type!) ?? [], id!]);
  }
}

/** What would be on record if a worker had done nothing, and the engine had gone on all the same. */
function without(type: string, found: Found): Found {
  const left: Found = structuredClone(found);
  left.timeline = left.timeline.filter(({ element, who }) => !(who.system && jobs.get(type)!.includes(element?.id ?? '')));
  const kept = left.case;
  if (type === 'classify') delete kept.classification;
  if (type === 'escalate') kept.level = 'village';
  if (type === 'record-fact') kept.facts = [];
  if (type === 'register-plan') delete kept.plan;
  if (type === 'register-payment') for (const one of kept.plan.instalments) for (const name of ['paidAt', 'paidCents', 'evidence']) delete one[name];
  if (type === 'close-case') delete kept.closing;
  if (type === 'notify') left.notices = {};
  return left;
}

describe('the demo', () => {
  let played: Played;
  let found: Found;

  test('the article\'s case closes as the article says, and what is on record is what was done', async () => {
    const system = await theSystem();
    try {
      const lines: string[] = [];
      ({ played, found } = await playFactory(stageAt({ url: system.url, say: (line) => lines.push(line) })));
      expect(compare(found, played)).toEqual([]);
      expect(lines.filter((line) => line.includes('✗'))).toHaveLength(1);
    } finally {
      await system.stop();
    }
  }, 300_000);

  test('every job type on the way has its effects compared', () => {
    expect(Object.keys(workerEffects).sort()).toEqual([...jobs.keys()].sort());
    for (const type of jobs.keys()) expect(Object.keys(workers)).toContain(type);
  });

  test.each(Object.keys(workerEffects))('the record without what <%s> does is told apart, and the worker is named', (type) => {
    const problems = compare(without(type, found), played);
    expect(problems.some((problem) => problem.startsWith(`worker <${type}>`))).toBe(true);
  });

  test.each<[string, (record: Found) => void, RegExp]>([
    ['a cent less was paid', ({ case: { plan } }) => { plan.instalments[1].paidCents -= 1; }, /第 2 期已还/],
    ['evidence is another file\'s', ({ case: { plan } }) => { plan.instalments[0].evidence = [plan.instalments[1].evidence[0]]; }, /第 1 期凭证/],
    ['a receipt reads back otherwise', (record) => { record.files[played.receipts[0]!.id] = ''; }, /读回的内容/],
    ['a department did not confirm', (record) => { record.timeline = record.timeline.filter(({ element, who }) => !(element?.id === 'on-site-confirm' && who.name === '何俊杰')); }, /on-site-confirm」（何俊杰）/],
    ['two steps changed places', ({ timeline }) => { timeline.push(...timeline.splice(timeline.findIndex(({ element }) => element?.id === 'inspection'), 1)); }, /早了/],
    ['a step came twice', ({ timeline }) => { timeline.push(timeline.find(({ element }) => element?.id === 'close')!); }, /出现了 2 次/],
    ['another flow was taken', ({ ways }) => { ways.find(({ procedure }) => procedure === 'wage-arrears')!.flows.push('agreed-to-to-order'); }, /不该走 <agreed-to-to-order>/],
    ['an instalment is still open', ({ ways }) => { ways.find(({ procedure }) => procedure === 'instalment')!.state = 'active'; }, /没有走完/],
    ['production did not resume', ({ case: { facts } }) => { facts.find(({ key }: any) => key === 'production-resumed').data.productionResumed = false; }, /没有登记恢复生产/],
    ['the case is open', ({ case: { standing } }) => { standing.status = '待回访'; }, /应已结案/],
  ])('when %s, the demo says so', (_, change, said) => {
    const record = structuredClone(found);
    change(record);
    expect(compare(record, played).join('\n')).toMatch(said);
  });

  test('with one worker not running the demo ends with a sentence that says where the case got stuck', async () => {
    const system = await startSystem({ role: 'api' });
    const undo: (() => Promise<unknown>)[] = [() => system.stop()];
    try {
      const store = await openStore(system.mongoUri);
      undo.unshift(() => store.close());
      const engine = connectEngine(system.zeebeAddress);
      undo.unshift(() => engine.close());
      const settings = readSettings({ MONGODB_URI: system.mongoUri, ZEEBE_ADDRESS: system.zeebeAddress, RECORDS_PASSWORD: 'unused', SESSION_SECRET: 'unused' });
      const { escalate: _missing, ...present } = workers;
      const running = startWorkers(system.zeebeAddress, present, { store, engine, settings, clock: engineClock(), calendar: await loadCalendar(store) });
      undo.unshift(() => running.close());
      await expect(playFactory(stageAt({ url: system.url, patience: 12_000 }))).rejects.toThrow(/等了 12 秒，仍没有等到 孙海燕 的任务 <town-dispatch>；案件现在：处置中/);
    } finally {
      for (const step of undo) await step();
    }
  }, 180_000);
});
