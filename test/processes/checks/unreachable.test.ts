// What no start leads to.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a circle that no start leads to is found, though each of it has a flow into it', async () => {
  const found = await foundBy('unreachable');
  expect(severities(found)).toEqual({ 'isle': 'error', 'isle-join': 'error', 'isle-task': 'error' });
  expect(found['isle']!.message).toMatch(/走不到「孤岛」/);
});
