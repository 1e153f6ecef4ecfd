// What a new form and a new table begin with: the least that can be filled in, tried and published.
import type { File, Finding } from './editor.js';
import { kindOf } from './files.js';

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

export function blankForm(id: string): string {
  return `${JSON.stringify({
    id, type: 'default', schemaVersion: 16, executionPlatform: 'Camunda Cloud', executionPlatformVersion: '8.5.0',
    components: [{ type: 'textarea', id: 'field_opinion', key: 'opinion', label: '办理意见', validate: { required: true, maxLength: 2000 }, layout: { row: 'row_1' } }],
  }, null, 2)}\n`;
}

export function blankTable(id: string, name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="${id}-definitions" name="${escaped(name)}" namespace="https://liandong.example/processes" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
  <decision id="${id}" name="${escaped(name)}">
    <decisionTable id="${id}_table" hitPolicy="FIRST">
      <input id="${id}_in_1" label="类别">
        <inputExpression id="${id}_in_1_expr" typeRef="string">
          <text>category</text>
        </inputExpression>
      </input>
      <output id="${id}_out_1" label="结果" name="result" typeRef="string" />
      <rule id="${id}_rule_1">
        <inputEntry id="${id}_rule_1_in_1">
          <text></text>
        </inputEntry>
        <outputEntry id="${id}_rule_1_out_1">
          <text>"一般"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="${id}_diagram">
      <dmndi:DMNShape id="${id}_shape" dmnElementRef="${id}">
        <dc:Bounds height="80" width="200" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}

/** What is wrong with a wanted id, in words; nothing when it can be had. */
export function idProblem(id: string, kind: 'form' | 'dmn', { files, decisions }: { files: File[]; decisions: { id: string }[] }): string | undefined {
  if (!/^[A-Za-z_][\w-]{0,59}$/.test(id)) return '编号要以英文字母开头，只用字母、数字、- 和 _。';
  if (files.some(({ name }) => name === `${id}.${kind}`)) return `已经有编号为「${id}」的${kind === 'form' ? '表单' : '决策表'}了，请换一个。`;
  if (kind === 'dmn' && decisions.some((one) => one.id === id)) return `编号「${id}」已被别的决策表用了。决策表是全系统共用的，请换一个。`;
  return undefined;
}

/** Findings of a file, errors first. */
export const ordered = (found: Finding[]): Finding[] => [...found].sort((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error') || kindOf(a.file).localeCompare(kindOf(b.file)));
