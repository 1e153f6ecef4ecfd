// What lists of tasks know of a case goes no further than the case itself.
import { aboutOf } from '../../processes/task-about.js';

const units = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'city' };
const said = { title: '难事会商', description: '三件', place: { text: '县委' }, category: 'I01', urgency: '一般' };

test('a level that may not see a case is not named with its tasks', () => {
  expect(aboutOf({ ...said, ...units, scope: ['by', 'city', 'by.zfw'] } as never)).toEqual({ ...said, grid: '', village: '', town: '', county: 'by', city: 'city' });
});

test('of an ordinary case all levels are named', () => {
  expect(aboutOf({ ...said, ...units, scope: [...Object.values(units), 'person:caoba'] } as never)).toEqual({ ...said, ...units });
});
