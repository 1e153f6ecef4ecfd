// What a human task asks of people, in the words of those who draw it: who, which form, how long, and what the case is shown as meanwhile.
import { SelectEntry, TextAreaEntry, TextFieldEntry, isSelectEntryEdited, isTextAreaEntryEdited, isTextFieldEntryEdited } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useService } from 'bpmn-js-properties-panel';
import { forms, groups, type Choice } from './choices.js';
import { FindChoice, type Heading } from './find-choice.js';
import type { EditorContext } from '../editor.js';
import { extension, HEADERS, pair, PROPERTIES, removeExtension, setExtension, setPair, type Tools } from './extensions.js';
import { limitTable } from './limit-table.js';

const LIMIT = /^\s*\d{1,4}\s*个?\s*(工作时|工作小时|工作日|自然日|小时|分钟)\s*$/;
export const STATUSES = ['待受理', '待派遣', '待签收', '处置中', '协同会办中', '上报待接收', '挂账缓办', '待核查', '待回访'];

const limitInput = (element: any): any => extension(element, 'zeebe:IoMapping')?.inputParameters?.find((one: any) => one.target === 'limit');

interface Duty { id: string; label: string; description?: string | ((element: any) => unknown); long?: true; options?: () => Choice[]; get(element: any): string; set(element: any, value: string, tools: Tools): void; refuse?(value: string): string | undefined }

const extensionValue = (type: string, property: string) => ({
  get: (element: any): string => extension(element, type)?.[property] ?? '',
  set: (element: any, value: string, tools: Tools): void => {
    if (value) setExtension(element, type, { [property]: value }, tools);
    else if (type === 'zeebe:FormDefinition') removeExtension(element, type, tools);
    else setExtension(element, type, { [property]: undefined }, tools);
  },
});

const limit: Duty = {
  id: 'ld-limit', label: '办理时限', description: '例如 24 工作时、2 工作日、30 自然日、4 小时、30 分钟；逾期会提醒、督办。',
  get: (element) => pair(element, HEADERS, 'limit') ?? '',
  set: (element, value, tools) => setPair(element, HEADERS, 'limit', value?.trim(), tools),
  refuse: (value) => (!value ? '请填写时限' : LIMIT.test(value) ? undefined : '没有保存：请写成“24 工作时”“2 工作日”“30 自然日”“4 小时”或“30 分钟”'),
};

const BY_CASE = '随案件而定的时限，是一个表达式；要对所有案件一样，直接写“24 工作时”。';
/** Where the figures of an expression stand, and the way there. */
function fromTable(expression: string, { files, go }: EditorContext): unknown {
  const table = limitTable(expression, files());
  if (!table) return BY_CASE;
  return h('div', {}, `这里用到的${table.columns.join('、')}在决策表「${table.name}」里。`, h('button', { type: 'button', class: 'btn btn-sm ld-to-table', onClick: () => go({ file: table.file, element: table.element }) }, '去改时限表'), BY_CASE);
}

const limitExpression = (context: EditorContext): Duty => ({
  id: 'ld-limit', label: '办理时限（按情况）', long: true, description: (element) => fromTable(limitInput(element)?.source ?? '', context),
  get: (element) => limitInput(element)?.source ?? '',
  // a plain limit is an expression that always says the same
  set: (element, value, { modeling }) => modeling.updateModdleProperties(element, limitInput(element), { source: LIMIT.test(value) ? `="${value.trim()}"` : value }),
  refuse: (value) => (value?.startsWith('=') || LIMIT.test(value ?? '') ? undefined : '没有保存：请写成“24 工作时”“2 工作日”“30 自然日”这样，或以 = 开头的表达式'),
});

/** The entries of the group. */
export function dutyEntries(element: any, context: EditorContext): object[] {
  const all: Duty[] = [
    { id: 'ld-group', label: '谁来办', options: () => groups(context), ...extensionValue('zeebe:AssignmentDefinition', 'candidateGroups') },
    { id: 'ld-form', label: '填哪张表', options: () => forms(context), ...extensionValue('zeebe:FormDefinition', 'formKey') },
    limitInput(element) ? limitExpression(context) : limit,
    {
      id: 'ld-status', label: '案件显示为', options: () => STATUSES.map((value) => ({ name: value, value })),
      get: (one) => pair(one, PROPERTIES, 'status') ?? '', set: (one, value, tools) => setPair(one, PROPERTIES, 'status', value, tools),
    },
  ];
  return all.map((duty) => ({ id: duty.id, element, duty, component: duty.id === 'ld-group' ? ChooseWho : duty.options ? Choose : Write, isEdited: duty.options ? isSelectEntryEdited : duty.long ? isTextAreaEntryEdited : isTextFieldEntryEdited }));
}

const said = ({ description }: Duty, element: any): unknown => (typeof description === 'function' ? description(element) : description);

const useTools = (): Tools => ({ modeling: useService('modeling'), bpmnFactory: useService('bpmnFactory') });

/** A choice that was written by hand or is not there any more stays to be seen. */
const otherOf = (value: string): string => (value.startsWith('=') ? '自定义表达式（见下方“分配”）' : `${value}（不在列表中）`);

/** Whom other tasks of the diagram ask stands first, then one level after the other, its departments after its own posts. */
function byLevel(choices: Choice[], used: ReadonlySet<string>): Heading[] {
  const headings = new Map<string, Choice[]>([['本流程已在用', choices.filter(({ value }) => used.has(value))]]);
  for (const one of choices.filter(({ value }) => !used.has(value))) {
    const [level, ...rest] = one.name.split(' · ');
    const heading = rest.length > 1 ? `${level}的部门` : level!;
    headings.set(heading, [...headings.get(heading) ?? [], one]);
  }
  return [...headings].map(([heading, all]) => ({ heading, choices: all }));
}

function ChooseWho({ id, element, duty }: { id: string; element: any; duty: Duty }): unknown {
  const tools = useTools();
  const tasks: any[] = useService('elementRegistry').filter((one: any) => one.type === 'bpmn:UserTask');
  const value = duty.get(element);
  const choices = duty.options!();
  const headings = [...byLevel(choices, new Set(tasks.map(duty.get))), ...(value ? [{ heading: '不指定', choices: [{ name: '先空着', value: '' }] }] : [])];
  const now = choices.find((one) => one.value === value)?.name ?? (value && otherOf(value));
  return h(FindChoice, { id, element, label: duty.label, now, value, headings, choose: (chosen: string) => duty.set(element, chosen, tools) });
}

function Choose({ id, element, duty }: { id: string; element: any; duty: Duty }): unknown {
  const tools = useTools();
  const now = duty.get(element);
  const options = duty.options!();
  const other = now && !options.some(({ value }) => value === now) ? [{ label: otherOf(now), value: now }] : [];
  return h(SelectEntry, {
    id, element, label: duty.label, description: said(duty, element), getValue: () => now, setValue: (value: string) => duty.set(element, value, tools),
    getOptions: () => [{ label: '请选择', value: '' }, ...other, ...options.map(({ name, value }) => ({ label: name, value }))],
  });
}

function Write({ id, element, duty }: { id: string; element: any; duty: Duty }): unknown {
  const tools = useTools();
  const debounce = useService('debounceInput');
  return h(duty.long ? TextAreaEntry : TextFieldEntry, {
    ...(duty.long ? { autoResize: true, rows: 2 } : {}), id, element, debounce, label: duty.label, description: said(duty, element), validate: duty.refuse,
    getValue: () => duty.get(element), setValue: (value: string) => duty.set(element, value ?? '', tools),
  });
}
