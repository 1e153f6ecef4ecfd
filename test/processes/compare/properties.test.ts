// What must hold for any two diagrams: nothing differs from itself, every change is found, and both directions tell the same.
import fc from 'fast-check';
import { canonical } from '../../../processes/canonical.js';
import { compare, type Change } from '../../../processes/compare/compare.js';
import { shipped, shippedNames } from './files.js';

// the smaller ones: each run reads two diagrams
const small = ['order-to-pay.bpmn', 'instalment.bpmn', 'supervision.bpmn'];
const runs = { numRuns: 25 };

/** Every attribute that says something: where it stands, and its value. Layout, references between elements and the stamp of the tool are other tests' matter. */
function attributes(xml: string): { at: number; length: number; name: string }[] {
  const end = xml.indexOf('<bpmndi:');
  return [...xml.slice(0, end).matchAll(/\s(name|value|source|formKey|candidateGroups|type|errorCode|correlationKey|processId|decisionId|resultVariable|key|target|inputCollection)="([^"]*)"/g)]
    .map((match) => ({ at: match.index + match[0].length - 1 - match[2]!.length, length: match[2]!.length, name: match[1]! }));
}
const elementsOf = (changes: Change[], kind: string) => changes.filter((change) => change.kind === kind).flatMap(({ element, elements = [] }) => [element, ...elements]).sort();
/** The flow elements of a process put into another order, conditional connections left in theirs. */
function shuffled(xml: string, order: number[]): string {
  const blocks = [...xml.matchAll(/^ {4}<bpmn:(sequenceFlow|userTask|serviceTask|exclusiveGateway|endEvent|startEvent)\b[^>\n]*(?:\/>|>\n[^]*?^ {4}<\/bpmn:\1>)\n/gm)].map((match) => match[0]).filter((block) => !block.includes('conditionExpression'));
  const without = blocks.reduce((text, block) => text.replace(block, ''), xml);
  const sorted = blocks.map((block, index) => ({ block, place: order[index % order.length]! * 31 + index * 7 % 13 })).sort((a, b) => a.place - b.place).map(({ block }) => block);
  return without.replace(/^ {2}<\/bpmn:process>/m, `${sorted.join('')}$&`);
}

test.each([...shippedNames('.bpmn'), ...shippedNames('.dmn'), ...shippedNames('.form')])('%s does not differ from itself', async (name) => {
  const file = shipped(name);
  // a blank more makes it another text with the same content
  const again = { name, content: name.endsWith('.form') ? JSON.stringify(JSON.parse(file.content)) : `${file.content}\n` };
  expect(await compare([file], [again])).toMatchObject({ equal: true, changes: [] });
});

test.each([...shippedNames('.bpmn'), ...shippedNames('.dmn'), ...shippedNames('.form')])('%s in its written form means the same', async (name) => {
  const file = shipped(name);
  expect((await compare([file], [{ name, content: await canonical(file) }])).changes.filter(({ kind }) => kind !== 'moved')).toEqual([]);
});

test('every single value that is changed in a shipped diagram is found', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...small), fc.nat(), async (diagram, pick) => {
    const file = shipped(diagram);
    const all = attributes(file.content);
    const { at, length, name } = all[pick % all.length]!;
    const content = `${file.content.slice(0, at)}${name === 'source' ? '=changed' : `changed${file.content.slice(at, at + length)}`}${file.content.slice(at + length)}`;
    const { equal } = await compare([file], [{ ...file, content }]);
    expect([name, file.content.slice(at, at + length), equal]).toEqual([name, file.content.slice(at, at + length), false]);
  }), runs);
});

test('every element that is taken out is found, and the other way round it is added', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...small), fc.nat(), async (diagram, pick) => {
    const file = shipped(diagram);
    const all = [...file.content.matchAll(/<bpmn:(userTask|serviceTask|endEvent|sequenceFlow|boundaryEvent|callActivity)\b[^>]*?(?:\/>|>[^]*?<\/bpmn:\1>)/g)];
    const less = { ...file, content: file.content.replace(all[pick % all.length]![0], '') };
    const [there, back] = [await compare([file], [less]), await compare([less], [file])];
    expect(there.equal).toBe(false);
    expect(elementsOf(there.changes, 'removed')).toEqual(elementsOf(back.changes, 'added'));
    expect(elementsOf(there.changes, 'added')).toEqual(elementsOf(back.changes, 'removed'));
    expect(elementsOf(there.changes, 'removed').length).toBeGreaterThan(0);
  }), runs);
});

test('the order of elements in the file says nothing', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...small), fc.array(fc.nat(1000), { minLength: 3, maxLength: 12 }), async (diagram, order) => {
    const file = shipped(diagram);
    const content = shuffled(file.content, order);
    expect(content.length).toBe(file.content.length);
    expect(await compare([file], [{ ...file, content }])).toMatchObject({ equal: true, changes: [] });
  }), runs);
});

test('any two different shipped diagrams are never equal, whichever way', async () => {
  for (const left of small.map(shipped)) {
    for (const right of small.map(shipped)) {
      if (left.name === right.name) continue;
      const [there, back] = [await compare([left], [right]), await compare([right], [left])];
      expect([left.name, right.name, there.equal, back.equal]).toEqual([left.name, right.name, false, false]);
      expect(elementsOf(there.changes, 'added')).toEqual(elementsOf(back.changes, 'removed'));
      expect(there.changes.map(({ text }) => text).join()).toContain('两边是不同的流程');
    }
  }
});
