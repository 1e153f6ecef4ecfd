// The README says what is there: its commands are those of package.json, and the paths that it names exist.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

test('every command of the README is a script, and every script is in the README', () => {
  const named = new Set([
    ...[...readme.matchAll(/npm (?:run )?(start|test|[a-z]+(?::[a-z]+)?)\b/g)].map((match) => match[1]!),
    ...[...readme.matchAll(/`(?:start:[a-z]+|restore)\b/g)].map((match) => match[0].slice(1)),
  ]);
  expect([...named].filter((name) => !(name in scripts))).toEqual([]);
  expect(Object.keys(scripts).filter((name) => !named.has(name))).toEqual([]);
});

test('the README names no folder that is not there', () => {
  const folders = [...readme.matchAll(/`((?:processes|workers|api|views|runtime|test|bench)\/[a-z/-]*?)(?:[<*`]|[a-z-]*\.)/g)].map((match) => match[1]!);
  expect(folders.filter((folder) => !existsSync(join(root, folder.replace(/[^/]*$/, ''))))).toEqual([]);
});

test('the README fits on one screen', () => {
  expect(readme.split('\n').length).toBeLessThanOrEqual(60);
});
