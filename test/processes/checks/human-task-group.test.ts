// A task that nobody would see.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a human task without a candidate group is found', async () => {
  const found = await foundBy('human-task-group');
  expect(severities(found)).toEqual({ 'nobody': 'error' });
  expect(found['nobody']!.message).toMatch(/无人受理.*候选组/);
});
