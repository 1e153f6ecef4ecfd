// What goes up must know where to.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a level that is missing or none, in header or mapping, and an escalation event without a code are found; what is computed is let through', async () => {
  const found = await foundBy('escalation-target');
  expect(severities(found)).toEqual({ 'codeless': 'error', 'done': 'error', 'up-nowhere': 'error', 'up-province': 'error', 'up-wrong-text': 'error' });
  expect(found['codeless']!.message).toMatch(/没有升级代码/);
});
