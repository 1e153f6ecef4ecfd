// What form-js itself says of a filled-in form, in a process of its own: it reads [{schema, context, values}] and answers [paths that are wrong].
// form-js wants a browser when it is loaded and to draw; its conditions and its validator need none, so the few names it touches are stubbed.
import { createRequire } from 'node:module';

const element = () => new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : element()), apply: () => element(), construct: () => element(), set: () => true });
Object.assign(globalThis, { KeyboardEvent: class {}, document: element(), window: { navigator: { userAgent: '' } }, HTMLElement: class {}, Node: class {}, DOMParser: class {} });
const require = createRequire(import.meta.url);
const { Form, ExpressionLanguageModule, buildExpressionContext } = require('@bpmn-io/form-js-viewer');

const at = (data, path) => path.reduce((inner, step) => inner?.[step], data);

async function judge({ schema, context = {}, values }) {
  const form = new Form({ modules: [ExpressionLanguageModule] });
  await form.importSchema(schema, context);
  const { initialData } = form._getState();
  const data = { ...initialData, ...values };
  const checker = form.get('conditionChecker');
  const validator = form.get('validator');
  const filtered = { ...initialData, ...checker.applyConditions(data, data) };
  const wrong = [];
  const visit = (components, path, info, name) => {
    for (const field of components) {
      if (field.conditional?.hide && checker.check(field.conditional.hide, buildExpressionContext(info)) === true) continue;
      const own = [...path, ...(field.key ?? field.path ?? '').split('.').filter(Boolean)];
      if (field.type === 'group') visit(field.components, own, info, name);
      else if (field.type === 'dynamiclist') {
        (at(data, own) ?? []).forEach((row, index) =>
          visit(field.components, [...own, index], { data: info.data, this: row, parent: buildExpressionContext({ ...info, data: info.this }), i: [...info.i, index + 1] }));
      } else if (field.key && !field.disabled) {
        const errors = validator.validateFieldInstance({ id: field.id, expressionContextInfo: info }, at(data, own));
        if (errors.length) wrong.push(own.reduce((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step), ''));
      }
    }
  };
  visit(form._getState().schema.components, [], { data: filtered, this: filtered, parent: null, i: [] });
  return wrong;
}

let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = [];
for (const question of JSON.parse(input)) answers.push(await judge(question));
process.stdout.write(JSON.stringify(answers));
