// The stream of records in trouble: partitions in any order, parts that come again, kinds and fields that a newer broker writes. The picture is the same in the end.
import { receiveBulk } from '../../processes/projection/receive.js';
import { marksOf, unknownOf } from '../../processes/engine-room/marks.js';
import { pictureOf } from '../../processes/engine-room/picture.js';
import type { Store } from '../../processes/store/store.js';
import { reopened } from '../support/breaking-store.js';
import { CASE, depsOf, diagram, emptyReadModel, fileCase, snapshot, type Snapshot } from '../support/journey.js';
import { bulkOf, RecordLog, type Written } from '../support/records.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let opened: Store;
let store: Store;
beforeAll(async () => { opened = await openTestStore(); });
afterAll(closeTestStore);
const begin = async () => {
  await emptyReadModel(opened);
  store = reopened(opened);
  await fileCase(store);
};
beforeEach(begin);
const give = (records: Written[]) => receiveBulk(bulkOf(records), depsOf(store));
const times = { changed: undefined };

/** A case in one partition and what another one does meanwhile, each with its own log. */
function twoPartitions(): [Written[], Written[]] {
  const [first, second] = [new RecordLog(1), new RecordLog(2)];
  const chain = first.deploy('grid-event', diagram('grid-event'));
  const own = first.start('grid-event', chain);
  own.variable('caseNo', CASE);
  const element = own.enter('classify', 'SERVICE_TASK');
  const job = own.job('CREATED', first.key(), 'classify', element, {}, 'classify');
  own.job('COMPLETED', job, 'classify', element, {}, 'classify', { worker: 'w' });
  own.leave('classify', 'SERVICE_TASK', element);
  const task = own.task('intake', { groups: ['by-jinghe-caoba/intake'], limit: '2 工作时' });
  own.endTask('intake', task, 'COMPLETED');
  const other = second.start('grid-event', chain);
  other.variable('caseNo', 'BY-2026-000002');
  other.task('intake', { groups: ['by-jinghe-caoba/intake'], limit: '2 工作时' });
  return [first.records, second.records];
}

describe('two partitions', () => {
  async function once(): Promise<Snapshot> {
    const [first, second] = twoPartitions();
    await give(first);
    await give(second);
    return snapshot(store);
  }

  test('in either order, interleaved, and in one bulk make the same', async () => {
    const wanted = await once();
    const [first, second] = twoPartitions();
    // the diagram comes first: it is known before anything that runs on it
    const orders: Written[][][] = [[first.slice(0, 1), second, first.slice(1)], [first.slice(0, 1), ...first.slice(1).map((one, index) => [one, ...second.slice(index, index + 1)]), second.slice(first.length - 1)], [[...first, ...second]]];
    for (const bulks of orders) {
      await begin();
      for (const bulk of bulks.filter(({ length }) => length > 0)) await give(bulk);
      expect(await snapshot(store)).toEqual(wanted);
    }
  });

  test('one of which is interrupted and comes again with what it had sent before make the same', async () => {
    const wanted = await once();
    await begin();
    const [first, second] = twoPartitions();
    await give(first.slice(0, 7));
    await give(second);
    // after a crash of the broker: from before what we have, to a process that remembers nothing
    store = reopened(opened);
    await give(first.slice(2, 12));
    await give(first.slice(0, 9));
    await give([...second, ...first]);
    expect(await snapshot(store)).toEqual(wanted);
    expect((await marksOf(store)).map(({ partition, position }) => [partition, position])).toEqual([[1, first.at(-1)!.position], [2, second.at(-1)!.position]]);
  });
});

describe('a newer broker', () => {
  const newer = ({ position, text }: Written): Written => {
    const [action, record] = text.split('\n') as [string, string];
    return { position, text: `${action}\n${record.replace('"brokerVersion":"8.5.8"', '"brokerVersion":"8.9.0","operationReference":-1,"batchOperationReference":7').replace('"tenantId":"<default>"', '"tenantId":"<default>","elementInstancePath":[[1,2]],"rootProcessInstanceKey":9,"tags":["x"]')}\n` };
  };

  test('whose records have fields that we do not know tells the same', async () => {
    const [first] = twoPartitions();
    await give(first);
    const wanted = await snapshot(store);
    await begin();
    await give(first.map(newer));
    expect(await snapshot(store)).toEqual(wanted);
    expect((await marksOf(store))[0]).toMatchObject({ broker: '8.9.0' });
  });

  test('that writes kinds we do not know has them counted, and an intent we do not know changes nothing', async () => {
    const log = new RecordLog(1);
    const chain = log.deploy('grid-event', diagram('grid-event'));
    const own = log.start('grid-event', chain);
    own.variable('caseNo', CASE);
    const task = own.task('intake', { groups: ['by-jinghe-caoba/intake'] });
    await give(log.records);
    const strip = ({ tasks, ...rest }: Snapshot) => ({ ...rest, tasks: tasks.map((one: any) => ({ ...one, ...times })) });
    const wanted = strip(await snapshot(store));
    const from = log.records.length;
    log.write('BATCH_OPERATION_CREATION', 'CREATED', log.key(), { batch: 1 });
    own.job('ASSIGNMENT_DENIED', task.job, 'intake', task.element, {});
    own.element('intake', 'USER_TASK', 'ELEMENT_FADING', task.element);
    log.write('CONSTRUCTOR', 'toString', log.key(), {});
    await give(log.records.slice(from));
    expect(strip(await snapshot(store))).toEqual(wanted);
    expect((await unknownOf(store)).map(({ type, count }) => [type, count]).sort()).toEqual([['BATCH_OPERATION_CREATION', 1], ['CONSTRUCTOR', 1]]);
  });
});

describe('the picture', () => {
  test('is complete while records come, and says since when it stands when they stop', async () => {
    await give(twoPartitions()[0]);
    expect(await pictureOf({ store })).toEqual({ complete: true, notes: [] });
    await store.settings.collection.updateOne({ _id: 'position:1' as never }, { $set: { at: new Date(Date.now() - 20 * 60_000) } });
    const later = await pictureOf({ store: reopened(opened) });
    expect([later.complete, later.notes]).toEqual([false, [expect.stringMatching('20 分钟 没有到达')]]);
  });
});
