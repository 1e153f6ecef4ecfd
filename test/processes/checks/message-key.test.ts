// A message that is waited for.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('one without a correlation key, and an event without a message, are found', async () => {
  const found = await foundBy('message-key');
  expect(severities(found)).toEqual({ 'keyless': 'error', 'nameless': 'error' });
  expect(found['keyless']!.message).toMatch(/case\.moved.*没有关联键/);
});
