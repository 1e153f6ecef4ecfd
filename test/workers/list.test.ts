import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workers } from '../../workers/list.js';

const root = join(import.meta.dirname, '../..');
const diagrams = join(root, 'processes/diagrams');
const bpmn = readdirSync(diagrams).filter((file) => file.endsWith('.bpmn')).map((file) => readFileSync(join(diagrams, file), 'utf8'));
const found = (pattern: RegExp) => [...new Set(bpmn.flatMap((xml) => [...xml.matchAll(pattern)].map((match) => match[1]!)))].sort();

describe('the list of workers', () => {
  const drawn = found(/<zeebe:taskDefinition[^>]*\btype="([^"]+)"/g);

  test('has a worker for every job type in the diagrams', () => {
    expect(drawn.filter((type) => !workers[type])).toEqual([]);
  });

  test('has no worker that no diagram asks for', () => {
    expect(Object.keys(workers).filter((type) => !drawn.includes(type))).toEqual([]);
  });

  test('names a file and a test for each', () => {
    const missing = Object.keys(workers).flatMap((type) => [`workers/${type}.ts`, `test/workers/${type}.test.ts`]).filter((file) => !existsSync(join(root, file)));
    expect(missing).toEqual([]);
  });

  test('throws only business errors that a boundary event catches', () => {
    const caught = found(/<bpmn:error [^>]*errorCode="([^"]+)"/g);
    const code = [...readdirSync(join(root, 'workers')).map((file) => join(root, 'workers', file)), join(root, 'processes/plan.ts')];
    const thrown = new Set(code.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new BusinessError\('([A-Z_]+)'/g)].map((match) => match[1]!)));
    expect([...thrown].filter((one) => !caught.includes(one))).toEqual([]);
    expect(caught.filter((one) => !thrown.has(one))).toEqual([]);
    // what a worker says of itself is what the check of diagrams asks for
    expect(Object.values(workers).flatMap(({ errors = [] }) => errors).sort()).toEqual([...thrown].sort());
  });
});
