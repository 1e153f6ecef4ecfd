// Events that wait for an error that nothing throws.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a code that the task, or nothing in the sub-process, throws is a warning; of a called procedure it is not known', async () => {
  const found = await foundBy('error-thrown');
  expect(severities(found)).toEqual({ 'around-wrong': 'warning', 'misspelt': 'warning', 'never': 'warning' });
  expect(found['around-wrong']!.message).toMatch(/「STOP」.*可能的代码：MERGE_TARGET/);
});
