// Our validator beside form-js's own: the same forms and values go to both, and both must name the same fields.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Invalid } from '../../processes/errors.js';
import { validateForm, type Component, type FormSchema, type Values } from '../../processes/form.js';

type Question = { schema: FormSchema; context?: Values; values: Values };

const oracle = fileURLToPath(new URL('./form-js-oracle.mjs', import.meta.url));
const askFormJs = (questions: Question[]): string[][] => JSON.parse(execFileSync(process.execPath, [oracle], { input: JSON.stringify(questions), encoding: 'utf8', env: { PATH: process.env.PATH } }));
const ask = ({ schema, context, values }: Question): string[] => {
  try {
    validateForm(schema, values, context);
    return [];
  } catch (error) {
    if (!(error instanceof Invalid) || !error.problems.length) throw error;
    return [...new Set(error.problems.map(problem => problem.path))];
  }
};

const field = (key: string, type: string, more: Partial<Component> = {}): Component => ({ id: `id_${key}`, key, type, label: key, ...more });
const schema: FormSchema = {
  type: 'default',
  schemaVersion: 16,
  components: [
    field('name', 'textfield', { validate: { required: true, minLength: 2, maxLength: 6 } }),
    field('mobile', 'textfield', { validate: { pattern: '^1\\d{10}$' } }),
    field('mail', 'textfield', { validate: { validationType: 'email' } }),
    field('phone', 'textfield', { validate: { validationType: 'phone' } }),
    field('count', 'number', { decimalDigits: 0, validate: { required: true, min: 1, max: '=limit' } }),
    field('amount', 'number', { decimalDigits: 2, increment: 0.05, validate: { min: 0 } }),
    field('agreed', 'checkbox', { validate: { required: true } }),
    field('fled', 'checkbox'),
    field('where', 'textarea', { conditional: { hide: '=fled = false' }, validate: { required: true } }),
    { id: 'group', type: 'group', path: 'owner', conditional: { hide: '=count > 5' }, components: [field('id', 'textfield', { validate: { required: true } })] },
    field('ended', 'datetime', { subtype: 'date', validate: { required: true } }),
    field('kind', 'radio', { values: [{ label: 'a', value: 'a' }, { label: 'b', value: 'b' }], validate: { required: true } }),
    field('tags', 'taglist', { values: [{ label: 'a', value: 'a' }, { label: 'b', value: 'b' }], conditional: { hide: '=where = "skip"' }, validate: { required: true } }),
    field('off', 'textfield', { disabled: true, validate: { required: true } }),
    {
      id: 'list',
      type: 'dynamiclist',
      path: 'rows',
      isRepeating: true,
      conditional: { hide: '=name = "hide"' },
      components: [
        field('sum', 'number', { id: 'row_sum', validate: { required: true, max: '=parent.count' } }),
        field('why', 'textfield', { id: 'row_why', conditional: { hide: '=this.sum > 3 or i[1] = 2' }, validate: { required: true } }),
      ],
    } as Component,
  ],
};

const good: Values = {
  name: '张三', mobile: '13812345678', mail: 'a@b.cn', phone: '+8613812345678', count: 3, amount: 0.15, agreed: true, fled: false,
  owner: { id: '1' }, ended: '2026-06-21', kind: 'a', tags: ['b'], rows: [{ sum: 2, why: 'x' }],
};
// the values that people and programs leave in such fields; of wrong types only form-js's own empty ones, because it lets no others be typed
const answers: fc.Arbitrary<Values> = fc.record({
  name: fc.constantFrom('', '张', ' 张 ', '张三', '张三李四王五赵六', 'hide'),
  mobile: fc.constantFrom('', '13812345678', '1381234567', 'x'),
  mail: fc.constantFrom('', 'a@b.cn', 'a@b', 'a@', 'a b@c.cn', 'a@-b.cn', 'A.b+c@d-e.f'),
  phone: fc.constantFrom('', '+8613812345678', '13812345678', '008651485971234', '+86', 'x'),
  count: fc.constantFrom(null, 0, 1, 1.5, 3, 6, 10, 11, -1),
  amount: fc.constantFrom(null, 0, 0.05, 0.15, 0.3, 0.07, 0.125, 1234567.95, -0.05), // not 1e21: form-js itself breaks on it
  agreed: fc.boolean(),
  fled: fc.boolean(),
  where: fc.constantFrom('', 'x', 'skip'),
  owner: fc.record({ id: fc.constantFrom('', '1') }),
  ended: fc.constantFrom(null, '2026-06-21'),
  kind: fc.constantFrom(null, 'a', 'b'),
  tags: fc.constantFrom([], ['a'], ['a', 'b']),
  rows: fc.array(fc.record({ sum: fc.constantFrom(null, 0, 3, 4, 7), why: fc.constantFrom('', 'x') }), { maxLength: 4 }),
});

it('both accept a form that is filled in well', () => {
  const question = { schema, context: { limit: 10 }, values: good };
  expect(askFormJs([question])).toEqual([[]]);
  expect(ask(question)).toEqual([]);
});

it('both refuse the same fields of five hundred forms', () => {
  const questions = fc.sample(answers, 500).map(values => ({ schema, context: { limit: 10 }, values }));
  const theirs = askFormJs(questions);
  questions.forEach((question, index) => expect({ values: question.values, wrong: ask(question).sort() }).toEqual({ values: question.values, wrong: theirs[index]!.sort() }));
});
