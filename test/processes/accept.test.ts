// What hostile input costs, and that markup in a name stays text.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptFile } from '../../processes/accept.js';
import { canonical } from '../../processes/canonical.js';
import { Invalid } from '../../processes/errors.js';
import { parseBpmn } from '../../processes/procedure.js';
import { jsonFault } from '../../processes/written/json-fault.js';
import { MOST, parseXml } from '../../processes/written/xml.js';

const shipped = (name: string) => readFileSync(join(import.meta.dirname, '../../processes/diagrams', name), 'utf8');
const diagram = (inside: string, attributes = '') => `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x" ${attributes}><bpmn:process id="p" isExecutable="true">${inside}</bpmn:process></bpmn:definitions>`;
const accept = (content: string, name = 'p.bpmn') => acceptFile({ name, content });
const reason = async (content: string, name?: string) => accept(content, name).then(() => undefined, (error: Invalid) => error.problems[0]!);

/** How many characters of a text were looked at by searches; a bound on work that no machine's speed can move. */
async function looked(text: string, work: () => Promise<unknown>): Promise<number> {
  let seen = 0;
  const { indexOf } = String.prototype;
  String.prototype.indexOf = function counted(this: string, ...given: [string, number?]) {
    const found = indexOf.apply(this, given);
    if (this.length >= text.length / 2) seen += (found === -1 ? this.length : found) - (given[1] ?? 0);
    return found;
  };
  try {
    await work();
  } finally {
    Object.assign(String.prototype, { indexOf });
  }
  return seen;
}

describe('hostile input', () => {
  test.each<[string, string, RegExp]>([
    ['nested without end', diagram('<bpmn:subProcess>'.repeat(30_000)), /嵌套超过/],
    ['of more elements than any diagram', diagram('<a/>'.repeat(MOST.elements + 1)), /元素超过/],
    ['of more drawn elements than anybody can read', diagram(Array.from({ length: 3_001 }, (_, at) => `<bpmn:task id="t${at}"/>`).join('')), /请分成几个流程/],
    ['with an element of a thousand attributes', diagram(`<bpmn:task ${Array.from({ length: 1_000 }, (_, at) => `a${at}=""`).join(' ')}/>`), /属性超过/],
    ['with a thousand namespaces', diagram('', Array.from({ length: 100 }, (_, at) => `xmlns:n${at}="u${at}"`).join(' ')), /命名空间超过/],
  ])('%s is refused', async (_what, content, words) => {
    expect((await reason(content))!.message).toMatch(words);
  });

  test('of one endless attribute is a text like any other', async () => {
    const { content } = await accept(diagram(`<bpmn:task id="t" name="${'&lt;'.repeat(200_000)}"/>`));
    expect((await parseBpmn(content)).rootElements[0].flowElements[0].name).toBe('<'.repeat(200_000));
  });

  test.each<[string, string]>([
    ['a comment that never ends, over and over', diagram('<!-- '.repeat(100_000))],
    ['thousands of elements', diagram(Array.from({ length: 2_500 }, (_, at) => `<bpmn:task id="t${at}" name="&amp;"/>\n`).join(''))],
    ['lines without end', diagram('\n'.repeat(500_000))],
    ['many bare ampersands', diagram('&'.repeat(500_000))],
  ])('such as %s is looked through a few times at most', async (_what, content) => {
    expect(await looked(content, () => accept(content).catch(() => {}))).toBeLessThan(12 * content.length);
  });

  test('of a form nested without end is refused before it is read', async () => {
    expect(await reason(`{"id":"a","components":${'['.repeat(300_000)}`, 'a.form')).toMatchObject({ path: 'a.form:1', message: expect.stringMatching(/嵌套/) });
  });

  test('of any kind is refused with a reason or taken, never a fault', async () => {
    const parts = fc.array(fc.constantFrom('<', '>', '/', 'a', ':', '=', '"', '\'', '&', ';', '#x41', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<bpmn:task id="t"', '/>', ' ', '\n', 'xmlns:a="b"', '\0', '{', '}', '[', ']', ',', '"type":"text"'), { maxLength: 40 }).map((all) => all.join(''));
    await fc.assert(fc.asyncProperty(parts, fc.constantFrom('p.bpmn', 'p.dmn', 'p.form'), fc.boolean(), async (text, name, wrapped) => {
      const given = wrapped && name === 'p.bpmn' ? diagram(text) : text;
      try {
        const { content } = await accept(given, name);
        expect(await canonical({ name, content })).toBe(content);
        if (name === 'p.bpmn') await parseBpmn(content);
      } catch (error) {
        expect(error).toBeInstanceOf(Invalid);
        expect((error as Invalid).problems[0]!.path).toMatch(/^p\.\w+(:\d+)?$/);
      }
    }), { numRuns: 1_000 });
  });
});

describe('what is accepted', () => {
  test('keeps markup in any name as text', async () => {
    const name = '<img src=x onerror=alert(1)>"\'&amp;';
    const { content } = await accept(shipped('instalment.bpmn').replace('本期开始', '&lt;img src=x onerror=alert(1)>&quot;\'&amp;amp;'), 'instalment.bpmn');
    expect((await parseBpmn(content)).rootElements.find((one: any) => one.$type === 'bpmn:Process').flowElements.find((one: any) => one.id === 'instalment-start').name).toBe(name);
  });

  test('may be unfinished: what is missing is for the check to say', async () => {
    await expect(accept(diagram('<bpmn:startEvent id="s"/><bpmn:userTask id="t"/>'))).resolves.toMatchObject({ name: 'p.bpmn' });
  });

  test('a namespace that is only declared makes no file another engine\'s', async () => {
    await expect(accept(diagram('', 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'))).resolves.toMatchObject({ content: expect.not.stringMatching('camunda') });
  });

  test('is XML with anything that XML allows', async () => {
    const root = parseXml('\ufeff<?xml version=\'1.0\'?>\r\n<!-- a -- -->\r\n<?x y?><a b = \'c"\' d="&#x4e2d;&#25991;"\n><![CDATA[<&>]]>&lt;<e/>\r\n</a >\n<!-- end -->\n');
    expect(root).toMatchObject({ local: 'a', attributes: [{ local: 'b', value: 'c"' }, { local: 'd', value: '中文' }], children: ['<&><', { local: 'e', line: 4 }, '\n'] });
  });
});

test.each([['{\n"a": [1,]}', 10], ['{"a" 1}', 5], ['{"a": tru}', 6], ['[1, 2', 5], ['{"a": 1}}', 8], ['{"a": "x\ny"}', 6], ['', 0], ['[01]', 1]])('%j stops being JSON where it does', (text, at) => {
  expect(jsonFault(text)).toBe(at);
});
