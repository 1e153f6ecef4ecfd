// A candidate group whose role nobody can have.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a role that there is none of is found where it is written out, in an expression and in a plain list; what is computed is let through', async () => {
  const found = await foundBy('human-task-role');
  expect(severities(found)).toEqual({ 'misspelt': 'error', 'plain': 'error' });
  expect(found['misspelt']!.message).toMatch(/「dispacher」.*dispatcher（联动中心分流员）/);
});
