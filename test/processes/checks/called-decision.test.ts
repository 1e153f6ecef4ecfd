// A decision that is asked.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('one that does not exist or is not named is found; an expression is let through', async () => {
  const found = await foundBy('called-decision');
  expect(severities(found)).toEqual({ 'gone': 'error', 'nameless': 'error' });
  expect(found['gone']!.message).toMatch(/「gone」不存在/);
});
