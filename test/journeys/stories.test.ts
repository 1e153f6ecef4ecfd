// `npm run demo -- all`: every other story of the article is played to its end, and says what came of it and where to look.
import { playStories, stageAt, wantedStories } from '../../runtime/demo.js';
import { stories } from '../../runtime/demo/stories.js';
import { summary } from '../../runtime/demo/summary.js';
import { theSystem, type System } from '../support/system.js';

let system: System;
beforeAll(async () => { system = await theSystem(); }, 240_000);
afterAll(() => system.stop());

// the factory's has a test of its own, which breaks it in many ways
test.each(stories.filter(({ id }) => id !== 'factory').map((story) => [story.name, story] as const))('%s', async (_, story) => {
  const stage = stageAt({ url: system.url });
  const [played] = await playStories([story], stage);
  const { told } = played!;
  expect(told.came.length).toBeGreaterThan(0);
  const commander = await system.as('baoyingzhihui');
  for (const [path] of told.look.filter(([one]) => one.startsWith('/cases/'))) expect((await commander.get(path)).case.title).toBeTruthy();
  expect(summary([played!], system.url, 1_000)).toMatch(new RegExp(`【${story.name}】原文：.+\\n  · .+[^]*  看 ${system.url}/.+`));
}, 300_000);

test('a story is asked for by its name; without one it is the factory, and one that there is none of is answered with those that there are', () => {
  expect(wantedStories([]).map(({ id }) => id)).toEqual(['factory']);
  expect(wantedStories(['all'])).toBe(stories);
  expect(wantedStories(['road']).map(({ name }) => name)).toEqual(['门前小路']);
  expect(() => wantedStories(['moon'])).toThrow('没有故事「moon」');
});
