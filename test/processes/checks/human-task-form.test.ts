// A task that has no form.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a human task without a form, and one whose form does not exist, are found', async () => {
  const found = await foundBy('human-task-form');
  expect(severities(found)).toEqual({ 'formless': 'error', 'nowhere': 'error' });
  expect(found['formless']!.message).toMatch(/没有表单。请填写/);
});
