// Where a case cannot be moved to another version.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a timer on a task, and an event that is waited for, are warnings', async () => {
  const found = await foundBy('migratable');
  expect(severities(found)).toEqual({ 'timer': 'warning', 'wait': 'warning' });
  expect(found['timer']!.message).toMatch(/计时事件/);
});
