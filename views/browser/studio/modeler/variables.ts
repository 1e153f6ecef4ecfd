// Which variables every case carries from its start: suggested wherever an expression is written, beside those that the diagram itself makes.
import { VariableProvider, ZeebeVariableResolverModule } from '@bpmn-io/variable-resolver';

const text = (name: string, info: string) => ({ name, type: 'String', info });
const known = [
  text('caseNo', '案件编号'), text('category', '事件类别代码，例如 B03'), text('urgency', '紧急程度：特急、紧急、一般、咨询'), { name: 'people', type: 'Number', info: '涉及人数' },
  text('source', '来源，例如 网格巡查'), text('grid', '网格的单位编号'), text('village', '村（社区）的单位编号'), text('town', '镇（街道）的单位编号'), text('county', '县（市、区）的单位编号'),
  text('city', '市的单位编号'), { name: 'returns', type: 'Number', info: '退单次数' }, { name: 'reworks', type: 'Number', info: '返工次数' },
  {
    name: 'classification', type: 'Context', info: '分类决策表的结论', entries: [
      text('name', '事项名称'), text('lead', '牵头部门'), text('level', '办理层级'), text('start', '先由哪一级办理'), text('urgency', '紧急程度'), text('joint', '联动机制的流程编号'),
      text('respondLimit', '响应时限'), text('handleLimit', '办结时限'),
    ],
  },
  text('outcome', '最近一张表单的结果'), text('reason', '最近一张表单填写的理由'), text('summary', '最近一张表单填写的办理情况'), text('assignee', '“分派”选定的办理人'), text('group', '“分派”选定的岗位'),
  text('department', '办理部门的单位编号'), text('result', '被调用流程带回的结果'),
];

class CaseVariables extends VariableProvider {
  getVariables(element: any): object[] | undefined {
    return element.type === 'bpmn:Process' || element.type === 'bpmn:Participant' ? known.map((variable) => ({ ...variable, scope: element.businessObject.processRef ?? element.businessObject })) : undefined;
  }
}
(CaseVariables as any).$inject = ['variableResolver'];

export const variablesModule = { __depends__: [ZeebeVariableResolverModule], __init__: ['caseVariables'], caseVariables: ['type', CaseVariables] };
