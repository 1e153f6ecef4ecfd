// Deadline messages.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('two with one name, and one that bears another element, are found', async () => {
  const found = await foundBy('deadline-name');
  expect(severities(found)).toEqual({ 'intake-again': 'error', 'intake-late': 'error', 'other': 'error' });
  expect(found['intake-again']!.message).toMatch(/deadline\.handle/);
});
