// A called procedure.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('one that does not exist, is not named, or is not told its case is found; an expression is let through', async () => {
  const found = await foundBy('called-procedure');
  expect(severities(found)).toEqual({ 'gone': 'error', 'nameless': 'error', 'unnumbered': 'error' });
  expect(found['gone']!.message).toMatch(/「gone」不存在/);
});
