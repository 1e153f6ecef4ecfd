// One written form: the same procedure gives the same text, and nothing that somebody put into a file is lost.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, stamped } from '../../processes/canonical.js';
import { parseBpmn } from '../../processes/procedure.js';
import { everyElement, isElement } from '../../processes/written/order.js';
import { writeXml } from '../../processes/written/write-xml.js';
import { parseXml, type XmlElement } from '../../processes/written/xml.js';

const folder = join(import.meta.dirname, '../../processes/diagrams');
const shipped = readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name), 'utf8') }));
const file = (name: string) => shipped.find((one) => one.name === name)!;
const bpmn = (content: string) => canonical({ name: 'x.bpmn', content });

/** Free to lie in any order: what an editor writes as it comes. */
const FREE = new Set(['definitions', 'process', 'subProcess', 'extensionElements', 'BPMNPlane']);

/** The tree with its free children and its attributes in another order; flows that leave one element keep theirs. */
function shuffled(element: XmlElement, next: () => number): XmlElement {
  const mixed = <T>(all: T[]): T[] => all.map((one) => [next(), one] as const).sort(([a], [b]) => a - b).map(([, one]) => one);
  const children = element.children.map((child) => (isElement(child) ? shuffled(child, next) : child));
  const free = FREE.has(element.local) && children.some((child) => isElement(child) && child.local !== 'documentation');
  const flows = new Map<string, (XmlElement | string)[]>();
  const source = (child: XmlElement | string) => (isElement(child) && child.local === 'sequenceFlow' ? child.attributes.find(({ local }) => local === 'sourceRef')!.value : undefined);
  for (const child of children) if (source(child)) flows.set(source(child)!, [...(flows.get(source(child)!) ?? []), child]);
  const order = free ? mixed(children).map((child) => (source(child) ? flows.get(source(child)!)!.shift()! : child)) : children;
  return { ...element, attributes: mixed(element.attributes), children: order };
}

const written = (tree: XmlElement) => writeXml(tree, { 'http://www.omg.org/spec/BPMN/20100524/MODEL': 'semantic', 'http://www.omg.org/spec/BPMN/20100524/DI': 'di', 'http://www.omg.org/spec/DD/20100524/DI': 'omgdi' });

describe('the canonical form', () => {
  test.each(shipped.map((one) => [one.name, one] as const))('%s is shipped in it', async (_name, one) => {
    expect(await canonical(one)).toBe(one.content);
  });

  test('is the same in whatever order, with whatever prefixes and layout an editor wrote', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('instalment.bpmn', 'order-to-pay.bpmn', 'supervision.bpmn'), fc.infiniteStream(fc.nat()), async (name, numbers) => {
      const tree = shuffled(parseXml(file(name).content), () => numbers.next().value!);
      expect(await bpmn(written(tree))).toBe(file(name).content);
    }), { numRuns: 30 });
  });

  test('keeps the order of the flows that leave one gateway, and its own list agrees with it', async () => {
    const tree = parseXml(file('instalment.bpmn').content);
    const process = [...everyElement(tree)].find(({ local }) => local === 'process')!;
    process.children.reverse();
    const flows = async (xml: string) => (await parseBpmn(xml)).rootElements.find((one: any) => one.$type === 'bpmn:Process').flowElements.find((one: any) => one.id === 'verified').outgoing.map(({ id }: any) => id);
    const before = await flows(file('instalment.bpmn').content);
    expect(before.length).toBeGreaterThan(2);
    expect(await flows(await bpmn(written(tree)))).toEqual([...before].reverse());
  });

  test('of a stamped release is that of the draft it came from', async () => {
    const { content } = file('wage-arrears.bpmn');
    expect(await bpmn(await stamped(content, 7))).toBe(content);
    const bare = await bpmn(content.replace(/<zeebe:properties>\s*<zeebe:property name="joint"[^]*?<\/zeebe:properties>/, ''));
    expect(await bpmn(await stamped(bare, 7))).toBe(bare);
  });

  test('keeps what another editor put in, to the byte', async () => {
    const content = file('instalment.bpmn').content
      .replace('<bpmn:definitions ', '<bpmn:definitions xmlns:acme="https://acme.example/1" xmlns:unused="https://unused.example" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" exporter="Camunda Modeler" exporterVersion="5.20.0" ')
      .replace('<bpmn:userTask id="register-repayment"', '<bpmn:userTask zeebe:modelerTemplateIcon="data:image/svg+xml;utf8,%3Csvg a=&#34;1&#34;%3E" zeebe:modelerTemplateVersion="3" zeebe:modelerTemplate="acme.repay" acme:owner="张 &lt;三&gt; &amp; 李" id="register-repayment"')
      .replace('<zeebe:taskSchedule', '<acme:note acme:kind="a"> two  spaces, <acme:b>mixed</acme:b> and\n  a line &lt;b&gt; </acme:note><acme:raw><![CDATA[<x> & ]]></acme:raw><zeebe:taskSchedule')
      .replace('bpmnElement="register-repayment">', 'bpmnElement="register-repayment" bioc:stroke="#205022" bioc:fill="#c8e6c9">');
    const made = await bpmn(content);
    for (const kept of ['exporterVersion="5.20.0"', 'zeebe:modelerTemplate="acme.repay"', 'zeebe:modelerTemplateVersion="3"', 'zeebe:modelerTemplateIcon="data:image/svg+xml;utf8,%3Csvg a=&quot;1&quot;%3E"',
      'acme:owner="张 &lt;三&gt; &amp; 李"', '<acme:note acme:kind="a"> two  spaces, <acme:b>mixed</acme:b> and\n  a line &lt;b&gt; </acme:note>', '<acme:raw>&lt;x&gt; &amp; </acme:raw>', 'bioc:fill="#c8e6c9" bioc:stroke="#205022"']) expect(made).toContain(kept);
    expect(made).not.toContain('unused');
    expect(await bpmn(made)).toBe(made);
  });

  test('of a file means what the file means', async () => {
    const { content } = file('grid-event.bpmn');
    const named = async (xml: string) => (await parseBpmn(xml)).rootElements.flatMap((one: any) => [one, ...(one.flowElements ?? [])]).map(({ id, $type, name }: any) => `${$type} ${id} ${name}`).sort();
    expect(await named(written(shuffled(parseXml(content), Math.random)))).toEqual(await named(content));
  });

  test('of a namespace declared twice and far below says it once', async () => {
    const content = '<a:definitions xmlns:a="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><b:process id="p"><task xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="t" /></b:process></a:definitions>';
    expect(await bpmn(content)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <bpmn:process id="p">
    <bpmn:task id="t" />
  </bpmn:process>
</bpmn:definitions>
`);
  });

  test('of a form is the same whatever order its keys have', async () => {
    const turn = (value: any): any => (Array.isArray(value) ? value.map(turn) : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse().map(([key, one]) => [key, turn(one)])) : value);
    for (const { name, content } of shipped.filter((one) => one.name.endsWith('.form'))) {
      expect(await canonical({ name, content: JSON.stringify(turn(JSON.parse(content))) })).toBe(content);
    }
  });

  test('of a table keeps the order of its rules', async () => {
    const { name, content } = file('crime-transfer.dmn');
    const tree = parseXml(content);
    const table = [...everyElement(tree)].find(({ local }) => local === 'decisionTable')!;
    const rules = table.children.filter((child): child is XmlElement => isElement(child) && child.local === 'rule');
    table.children = [...table.children.filter((child) => !rules.includes(child as XmlElement)), ...rules.reverse()];
    expect(await canonical({ name, content: writeXml(tree, {}) })).not.toBe(content);
    expect(await canonical({ name, content: writeXml(shuffled(parseXml(content), Math.random), {}) })).toBe(content);
  });
});
