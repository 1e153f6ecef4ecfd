// A task that is never late.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('a human task without a limit, and one whose limit or limit of return cannot be read, are found; a mapped limit and a due date are limits', async () => {
  const found = await foundBy('human-task-limit');
  expect(severities(found)).toEqual({ 'agreed': 'error', 'endless': 'error', 'unreadable': 'error' });
  expect(found['agreed']!.message).toMatch('退单时限「三天」看不懂');
  expect(found['endless']!.message).toMatch(/没有时限/);
});
