// A job that no worker takes.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a job type without a worker is found, and those that there are are named', async () => {
  const found = await foundBy('worker-exists');
  expect(severities(found)).toEqual({ 'fax': 'error' });
  expect(found['fax']!.message).toMatch(/「fax」没有处理程序.*notify/);
});

test('nothing is said where it is not known which workers there are', async () => {
  expect(await foundBy('worker-exists', undefined, { jobs: undefined })).toEqual({});
});
