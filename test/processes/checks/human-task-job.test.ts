// A task that the engine keeps to itself.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a human task that makes no job is found', async () => {
  const found = await foundBy('human-task-job');
  expect(severities(found)).toEqual({ 'kept': 'error' });
  expect(found['kept']!.message).toMatch(/zeebe:userTask/);
});
