// Rules, their tests and their fixtures belong together.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical } from '../../../processes/canonical.js';
import { checkDiagram } from '../../../processes/check.js';
import { rules } from '../../../processes/checks/rules.js';
import { fixture, fixtures, known } from '../../support/rule-fixture.js';

const names = rules.map(({ name }) => name);

test('each rule is one file, with a test and a fixture of its name', () => {
  const folder = join(import.meta.dirname, '../../../processes/checks');
  expect(names.filter((name) => !existsSync(join(folder, `${name}.ts`)) || !existsSync(join(import.meta.dirname, `${name}.test.ts`)) || !existsSync(join(fixtures, `${name}.bpmn`)))).toEqual([]);
  expect(readdirSync(fixtures).map((file) => file.replace('.bpmn', '')).filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('each file of a rule is in the list of rules', () => {
  const folder = join(import.meta.dirname, '../../../processes/checks');
  const written = readdirSync(folder).filter((file) => /^export const \w+: Rule = /m.test(readFileSync(join(folder, file), 'utf8'))).map((file) => file.replace('.ts', ''));
  expect(written.sort()).toEqual([...names].sort());
});

test.each(names)('the fixture of %s is drawn in full, in canonical form, and every finding in it names an element and says in Chinese what to do', async (name) => {
  const content = fixture(name);
  expect(await canonical({ name: `${name}.bpmn`, content })).toBe(content);
  const findings = await checkDiagram(`${name}.bpmn`, content, known);
  expect(findings.map(({ rule }) => rule)).toContain(name);
  expect(findings.filter(({ rule }) => /no-bpmndi|label-required/.test(rule))).toEqual([]);
  for (const { element, message } of findings) {
    expect(content).toContain(`id="${element}"`);
    expect(message).toMatch(/\p{Script=Han}.*。$/u);
  }
});
