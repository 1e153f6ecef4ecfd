// A bulk of Zeebe's exporter is read to the last digit, and what cannot be read never hides what can.
import { parseBulk } from '../../processes/projection/record.js';
import { journey } from '../support/journey.js';
import { RecordLog } from '../support/records.js';

const action = '{"index":{"_index":"zeebe-record_job_8.5.8_2026-06-22","_id":"5-1","routing":"5"}}';

describe('a bulk', () => {
  test('is read record by record in its order', () => {
    const { log } = journey();
    const { records, bad } = parseBulk(log.body());
    expect(bad).toEqual([]);
    expect(records.map(({ position }) => position)).toEqual(log.records.map(({ position }) => position));
  });

  test.each([4, 5, 7])('of partition %i keeps every key exact, the record\'s own and those inside its value', (partition) => {
    const log = new RecordLog(partition);
    const definition = log.deploy('grid-event', '<xml/>');
    const parent = { instance: log.key(), element: log.key() };
    const instance = log.start('grid-event', definition, parent);
    const task = instance.task('intake', { groups: [] });
    instance.incident('CREATED', log.key(), 'intake', task.element, task.job);
    const { records } = parseBulk(log.body());
    const [deployed, activating] = records;
    expect(deployed!.key).toBe(String(definition));
    expect(deployed!.value.processDefinitionKey).toBe(String(definition));
    expect(activating!.value).toMatchObject({ parentProcessInstanceKey: String(parent.instance), parentElementInstanceKey: String(parent.element), flowScopeKey: '-1' });
    const job = records.find(({ valueType }) => valueType === 'JOB')!;
    expect([job.key, job.value.elementInstanceKey, job.value.processInstanceKey]).toEqual([String(task.job), String(task.element), String(instance.key)]);
    expect(records.at(-1)!.value).toMatchObject({ jobKey: String(task.job), variableScopeKey: String(task.element) });
    expect(records.every((record) => typeof record.position === 'number' && typeof record.timestamp === 'number')).toBe(true);
  });

  test.each(['9007199254740992', '9007199254740993', '9223372036854775807', '11258999068426241'])('reads the key %s as it is written', (key) => {
    const line = `{"partitionId":5,"position":1,"key":${key},"timestamp":1,"valueType":"JOB","intent":"CREATED","recordType":"EVENT","value":{"processInstanceKey": ${key},"worker":"","retries":1}}`;
    const { records } = parseBulk(`${action}\n${line}\n`);
    expect(records[0]).toMatchObject({ key, value: { processInstanceKey: key, retries: 1 } });
  });

  test('with lines that are no records gives the others, and each such line as it came', () => {
    const { log } = journey();
    const [first, second] = log.records;
    const lines = ['{"partitionId":1,', '{"position":1}', '[]', 'null', '{"partitionId":1,"position":"1","value":{}}', '{"partitionId":1,"position":2}'];
    const { records, bad } = parseBulk(`${first!.text}${lines.map((line) => `${action}\n${line}\n`).join('')}${second!.text}`);
    expect(records.map(({ position }) => position)).toEqual([first!.position, second!.position]);
    expect(bad.map(({ line }) => line)).toEqual(lines);
    for (const { error } of bad) expect(error).not.toBe('');
  });

  test('of nothing is nothing', () => {
    expect(parseBulk('')).toEqual({ records: [], bad: [] });
  });
});
