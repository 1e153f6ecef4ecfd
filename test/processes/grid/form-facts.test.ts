// Whatever a shipped form asks of a household, an employer or a facility that a register holds is bound to the register, so that nobody is asked twice.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundFields, factOf, findFact } from '../../../processes/grid/form-facts.js';
import { registers } from '../../../processes/grid/fields.js';
import type { Component, FormSchema } from '../../../processes/form-schema.js';

const folder = join(import.meta.dirname, '../../../processes/diagrams');
const forms = readdirSync(folder).filter((name) => name.endsWith('.form')).map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as FormSchema] as const);

/** Words by which a form asks for what a register holds of one that it names, beside the registers' own. */
const WORDS = new Set([...registers.filter(({ kind }) => ['household', 'employer', 'facility'].includes(kind)).flatMap(({ fields }) => fields.map(({ header }) => header)).filter((header) => !['名称', '类别', '备注', '数量'].includes(header)), '用人单位全称', '用人单位', '户主姓名', '户主电话', '姓名或单位', '法定代表人', '设施名称']);
/** What is asked in such words and is nobody of a register, and why. */
const OTHERS: Record<string, string> = { 'sign-plan.form name': 'who is paid: workers and suppliers, a payment plan of its own' };

const asked = (components: readonly Component[]): Component[] => components.flatMap((one) => (one.components ? asked(one.components) : WORDS.has((one.label ?? '').trim()) ? [one] : []));

test.each(forms)('%s asks for nothing that a register holds without saying so', (name, form) => {
  const loose = asked(form.components).filter((field) => !findFact(factOf(field)) && !OTHERS[`${name} ${field.key}`]);
  expect(loose.map(({ key, label }) => `${key} ${label}`)).toEqual([]);
});

test('they do bind them, in rows too', () => {
  expect(forms.flatMap(([, form]) => boundFields(form)).length).toBeGreaterThan(15);
  expect(boundFields(forms.find(([name]) => name === 'enforcement-on-site.form')![1]).map(({ fact }) => fact.name)).toEqual(['employer.name', 'employer.统一社会信用代码', 'employer.place', 'facility.name', 'facility.place']);
  expect(boundFields(forms.find(([name]) => name === 'mediation-visit.form')![1]).map(({ list, path }) => [list, path])).toEqual([[['households'], ['name']], [['households'], ['phone']]]);
});
