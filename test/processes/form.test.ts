import { Invalid, type Problem } from '../../processes/errors.js';
import { formFields, validateForm, type Component, type FormSchema, type Values } from '../../processes/form.js';

const form = (...components: Component[]): FormSchema => ({ type: 'default', schemaVersion: 16, components });
const keep = (schema: FormSchema, values: unknown, context?: Values): Values => validateForm(schema, values, context).values;
const problems = (schema: FormSchema, values: unknown, context?: Values): readonly Problem[] => {
  try {
    validateForm(schema, values, context);
  } catch (error) {
    if (error instanceof Invalid) return error.problems;
    throw error;
  }
  return [];
};
const messages = (schema: FormSchema, values: unknown, context?: Values): string[] => problems(schema, values, context).map(problem => problem.message);

const text = (more: Partial<Component> = {}): Component => ({ type: 'textfield', key: 'name', label: '姓名', ...more });
const plan: Component = {
  type: 'dynamiclist',
  path: 'instalments',
  label: '还款计划',
  components: [
    { type: 'datetime', subtype: 'date', key: 'dueDate', label: '应还日', validate: { required: true } },
    { type: 'number', key: 'amount', label: '金额', decimalDigits: 2, validate: { required: true, min: 0.01 } },
  ],
};

describe('what a form asks for', () => {
  it('is listed with its places and labels', () => {
    const schema = form(
      text({ validate: { required: true } }),
      { type: 'text' },
      { type: 'group', path: 'owner', label: '业主', components: [{ type: 'textfield', key: 'phone', label: '=label' }] },
      plan,
      { type: 'checkbox', key: 'construction', label: '工程项目', disabled: true },
    );
    expect(formFields(schema)).toEqual([
      { path: 'name', label: '姓名', type: 'textfield', required: true, disabled: false, readonly: false },
      { path: 'owner.phone', label: 'phone', type: 'textfield', required: false, disabled: false, readonly: false },
      { path: 'instalments[].dueDate', label: '应还日', type: 'datetime', required: true, disabled: false, readonly: false },
      { path: 'instalments[].amount', label: '金额', type: 'number', required: true, disabled: false, readonly: false },
      { path: 'construction', label: '工程项目', type: 'checkbox', required: false, disabled: true, readonly: false },
    ]);
  });

  it.each<[string, FormSchema, string]>([
    ['an unknown component', form({ type: 'oracle' }), 'unknown form component <oracle>'],
    ['a field without a key', form({ type: 'textfield', id: 'f1' }), 'field without a key <f1>'],
    ['two fields in one place', form(text(), text()), 'two fields in one place <name>'],
    ['a key that is no name', form(text({ key: 'a.__proto__' })), 'invalid field key <a.__proto__>'],
    ['a pattern that is none', form(text({ validate: { pattern: '(' } })), 'invalid pattern <(> in field <name>'],
    ['no components', { id: 'x' } as unknown as FormSchema, 'form without components <x>'],
  ])('%s is a fault of the form', (_, schema, message) => {
    expect(() => validateForm(schema, {})).toThrow(message);
  });
});

describe('what is said', () => {
  it('names the list, the row and the field', () => {
    const values = { instalments: [{ dueDate: '2026-07-31', amount: 100 }, { dueDate: '2026-02-30' }] };
    expect(problems(form(plan), values)).toEqual([
      { path: 'instalments[1].dueDate', message: '「还款计划」第 2 行「应还日」不是有效的日期' },
      { path: 'instalments[1].amount', message: '「还款计划」第 2 行「金额」必须填写' },
    ]);
  });

  it.each<[Component, unknown, string]>([
    [text({ validate: { required: true } }), '', '「姓名」必须填写'],
    [text(), 5, '「姓名」必须是文字'],
    [text({ validate: { minLength: 2 } }), ' 张 ', '「姓名」不能少于 2 个字'],
    [text({ validate: { maxLength: 3 } }), '张三李四', '「姓名」不能超过 3 个字'],
    [text(), 'x'.repeat(2001), '「姓名」不能超过 2000 个字'],
    [text({ validate: { maxLength: 5 } }), ' '.repeat(2001), '「姓名」不能超过 5 个字'],
    [text({ validate: { pattern: '^1\\d{10}$' } }), '123', '「姓名」格式不正确'],
    [text({ validate: { pattern: '^1\\d{10}$', patternErrorMessage: '应为 11 位手机号' } }), '123', '「姓名」应为 11 位手机号'],
    [text({ validate: { validationType: 'email' } }), 'a@', '「姓名」不是有效的电子邮箱'],
    [text({ validate: { validationType: 'phone' } }), '12', '「姓名」不是有效的电话号码（如 +8613800000000）'],
    [text({ type: 'number' }), '5', '「姓名」必须是数字'],
    [text({ type: 'number', decimalDigits: 0 }), 1.5, '「姓名」必须是整数'],
    [text({ type: 'number', decimalDigits: 2 }), 0.125, '「姓名」最多保留 2 位小数'],
    [text({ type: 'number', increment: 0.1 }), 0.25, '「姓名」必须是 0.1 的整数倍'],
    [text({ type: 'number', validate: { min: 1 } }), 0, '「姓名」不能小于 1'],
    [text({ type: 'number', validate: { max: 1 } }), 2, '「姓名」不能大于 1'],
    [text({ type: 'checkbox' }), 'yes', '「姓名」必须是「是」或「否」'],
    [text({ type: 'checkbox', validate: { required: true } }), false, '「姓名」必须勾选'],
    [text({ type: 'radio', values: [{ label: '是', value: 'y' }] }), 'n', '「姓名」不在可选范围内'],
    [text({ type: 'select', values: [], validate: { required: true } }), null, '「姓名」必须选择'],
    [text({ type: 'checklist', values: [{ value: 'a' }] }), ['a', 'b'], '「姓名」有不在可选范围内或重复的选项'],
    [text({ type: 'taglist', values: [{ value: 'a' }] }), ['a', 'a'], '「姓名」有不在可选范围内或重复的选项'],
    [text({ type: 'taglist', values: [{ value: 'a' }] }), 'a', '「姓名」必须是多项选择'],
    [text({ type: 'datetime', subtype: 'time' }), '24:00', '「姓名」不是有效的时间'],
    [text({ type: 'datetime', subtype: 'datetime' }), '2026-02-30T10:00', '「姓名」不是有效的日期和时间'],
    [text({ type: 'filepicker', validate: { required: true } }), null, '「姓名」必须上传'],
    [text({ type: 'filepicker', validate: { required: true } }), ' , ', '「姓名」必须上传'],
    [text({ type: 'filepicker' }), ['a', 'b'], '「姓名」不能超过 1 个附件'],
    [text({ type: 'filepicker', multiple: true }), [{ id: 'a' }], '「姓名」附件不正确'],
    [text({ type: 'filepicker' }), '../a', '「姓名」附件不正确'],
  ])('%j with %p: %s', (component, value, message) => {
    expect(messages(form(component), { name: value })).toEqual([message]);
  });

  it('attachments joined by commas are kept as the list that they are', () => {
    expect(keep(form(text({ type: 'filepicker', multiple: true })), { name: 'a-1, b-2,a-1' })).toEqual({ name: ['a-1', 'b-2'] });
    expect(keep(form(text({ type: 'filepicker' })), { name: ['a-1'] })).toEqual({ name: ['a-1'] });
  });

  it.each<[Component, unknown]>([
    [text({ validate: { validationType: 'email' } }), 'a.b@example.cn'],
    [text({ validate: { validationType: 'phone' } }), '+8613800000000'],
    [text({ type: 'number', increment: 0.1, decimalDigits: 1 }), 0.3],
    [text({ type: 'number', increment: 0.01, decimalDigits: 2 }), 123456789.29],
    [text({ type: 'number', serializeToString: true }), '12500.00'],
    [text({ type: 'datetime', subtype: 'time', timeSerializingFormat: 'utc_offset' }), '08:30+08:00'],
    [text({ type: 'datetime', subtype: 'datetime' }), '2026-02-28T10:00'],
    [text({ type: 'select', values: [{ label: '甲', value: { id: 1 } }] }), { id: 1 }],
    [text({ type: 'textarea' }), 'x'.repeat(2000)],
  ])('nothing of %j with %p', (component, value) => {
    expect(keep(form(component), { name: value })).toEqual({ name: value });
  });
});

describe('what the form does not ask for', () => {
  it('is refused and named, whatever it is called', () => {
    const values = JSON.parse('{"name":"x","admin":true,"__proto__":{"a":1},"constructor":1,"instalments":[{"extra":1}]}');
    expect(problems(form(text(), plan), values)).toEqual([
      { path: 'admin', message: '表单没有「admin」这一项' },
      { path: '__proto__', message: '表单没有「__proto__」这一项' },
      { path: 'constructor', message: '表单没有「constructor」这一项' },
      { path: 'instalments[0].extra', message: '表单没有「还款计划」第 1 行「extra」这一项' },
    ]);
    expect(({} as Values).a).toBeUndefined();
  });

  it.each([[null], ['x'], [[1]], [5]])('%p is no set of values', values => {
    expect(messages(form(text()), values)).toEqual(['提交的内容必须是一组数据']);
  });

  it('lists and groups must be what they are', () => {
    const schema = form(plan, { type: 'group', path: 'owner', components: [text()] });
    expect(messages(schema, { instalments: {}, owner: [] })).toEqual(['「还款计划」必须是列表', '「owner」必须是一组数据']);
    expect(messages(schema, { instalments: [1] })).toEqual(['「还款计划」第 1 行必须是一组数据']);
  });

  it('a list has no more rows than it may', () => {
    expect(messages(form(plan), { instalments: Array.from({ length: 501 }, () => ({})) })).toEqual(['「还款计划」不能超过 500 行']);
    expect(messages(form({ ...plan, allowAddRemove: false, components: [] }), { instalments: [{}, {}] })).toEqual(['「还款计划」应为 1 行，不能增减']);
  });
});

describe('what is kept', () => {
  it('is every field that is shown, empty ones as form-js sends them', () => {
    const schema = form(text(), { type: 'number', key: 'n' }, { type: 'checkbox', key: 'c' }, { type: 'taglist', key: 't' }, { type: 'group', path: 'g', components: [text()] }, plan);
    expect(keep(schema, {})).toEqual({ name: '', n: null, c: false, t: [], g: { name: '' }, instalments: [] });
  });

  it('is nothing of what a condition hides, and what is hidden is not required', () => {
    const schema = form(
      { type: 'checkbox', key: 'construction' },
      text({ key: 'bond', conditional: { hide: '=construction = false' }, validate: { required: true } }),
      { type: 'group', conditional: { hide: '=not(construction)' }, components: [text({ key: 'contractor', validate: { required: true } })] },
    );
    expect(keep(schema, { construction: false, bond: 'x', contractor: 'y' })).toEqual({ construction: false });
    expect(problems(schema, { construction: true }).map(problem => problem.path)).toEqual(['bond', 'contractor']);
  });

  it('does not depend on what was typed into a field before it was hidden', () => {
    const schema = form({ type: 'checkbox', key: 'a' }, text({ key: 'b', conditional: { hide: '=a = false' } }), text({ key: 'c', conditional: { hide: '=b = "x"' } }));
    expect(keep(schema, { a: true, b: 'x', c: 'y' })).toEqual({ a: true, b: 'x' });
    expect(keep(schema, { a: false, b: 'x', c: 'y' })).toEqual({ a: false, c: 'y' });
    expect(keep(schema, { a: false, b: 'z', c: 'y' }, { b: 'x' })).toEqual({ a: false }); // it was opened with x: form-js goes back to that
  });

  it('is decided row by row inside a list', () => {
    const schema = form({
      type: 'dynamiclist',
      path: 'rows',
      components: [{ type: 'select', key: 'kind', values: [{ value: 'cash' }, { value: 'bank' }] }, text({ key: 'account', conditional: { hide: '=this.kind = "cash" or i[1] > 2' }, validate: { required: true } })],
    });
    expect(keep(schema, { rows: [{ kind: 'cash', account: 'x' }, { kind: 'bank', account: 'y' }, { kind: 'bank' }] })).toEqual({
      rows: [{ kind: 'cash' }, { kind: 'bank', account: 'y' }, { kind: 'bank' }],
    });
    expect(problems(schema, { rows: [{ kind: 'bank' }] }).map(problem => problem.path)).toEqual(['rows[0].account']);
  });

  it('leaves disabled fields out and takes read-only ones from what the form was opened with', () => {
    const schema = form(text({ disabled: true, validate: { required: true } }), text({ key: 'caseNo', readonly: true }), text({ key: 'by', readonly: '=locked' }));
    const sent = { name: 'forged', caseNo: 'forged', by: 'forged' };
    expect(keep(schema, sent, { caseNo: 'BY-2026-000001', by: '李四', locked: true })).toEqual({ caseNo: 'BY-2026-000001', by: '李四' });
    expect(keep(schema, sent, { by: '李四', locked: false })).toEqual({ caseNo: '', by: 'forged' });
  });

  it('computes expression fields here, whatever was sent', () => {
    const schema = form(plan, { type: 'expression', key: 'total', expression: '=sum(instalments.amount)' }, { type: 'expression', key: 'double', expression: '=total * 2' });
    const instalments = [{ dueDate: '2026-07-31', amount: 100 }, { dueDate: '2026-08-31', amount: 50.5 }];
    expect(keep(schema, { instalments, total: 1, double: 1 })).toEqual({ instalments, total: 150.5, double: 301 });
  });
});

describe('what the form was opened with', () => {
  it('gives options by name or by expression', () => {
    const schema = form(text({ type: 'select', valuesKey: 'departments' }), text({ type: 'taglist', key: 'members', valuesExpression: '=for d in departments return d.value' }));
    const context = { departments: [{ label: '派出所', value: 'police' }, { label: '劳动所', value: 'labour' }] };
    expect(keep(schema, { name: 'police', members: ['labour'] }, context)).toEqual({ name: 'police', members: ['labour'] });
    expect(messages(schema, { name: 'x', members: ['y'] }, context)).toHaveLength(2);
    expect(messages(schema, { name: 'police' })).toEqual(['「姓名」不在可选范围内']);
  });

  it('gives limits by expression', () => {
    const schema = form(text({ type: 'number', validate: { max: '=owed' } }));
    expect(messages(schema, { name: 6 }, { owed: 5 })).toEqual(['「姓名」不能大于 5']);
    expect(messages(schema, { name: 6 })).toEqual([]);
  });

  it('is not changed and not kept', () => {
    const context = Object.freeze({ secret: 1, g: Object.freeze({ other: 1 }) });
    expect(keep(form({ type: 'group', path: 'g', components: [text()] }), { g: { name: 'x' } }, context)).toEqual({ g: { name: 'x' } });
  });
});
