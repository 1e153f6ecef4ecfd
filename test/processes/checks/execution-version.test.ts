// The version of the engine.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a diagram for another version is a warning', async () => {
  const found = await foundBy('execution-version');
  expect(severities(found)).toEqual({ 'execution-version': 'warning' });
  expect(found['execution-version']!.message).toMatch(/8\.7\.0.*8\.5/);
});

test('a diagram for this version is none', async () => {
  expect(await foundBy('execution-version', (xml) => xml.replace('8.7.0', '8.5.3'))).toEqual({});
});
