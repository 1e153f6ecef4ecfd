// The mark that the editor checks by.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a diagram without its platform is found', async () => {
  const found = await foundBy('execution-platform');
  expect(severities(found)).toEqual({ 'execution-platform': 'error' });
  expect(found['execution-platform']!.message).toMatch(/执行平台/);
});
