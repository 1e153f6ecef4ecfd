// A circle that no flow leaves.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a circle without a way out is found once', async () => {
  const found = await foundBy('dead-end');
  expect(severities(found)).toEqual({ 'check': 'error' });
  expect(found['check']!.message).toMatch(/打转/);
});

test('a circle with a way out is none', async () => {
  expect(await foundBy('dead-end', (xml) => xml.replace('sourceRef="check" targetRef="merge"', 'sourceRef="check" targetRef="again"'))).toEqual({});
});
