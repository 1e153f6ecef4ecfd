// What the properties of a form's field are called in Chinese, and how their values are read.
import { expressionWords, type Vocabulary } from './expression.js';

type Show = (raw: string, words: Vocabulary) => string;
const plain: Show = (raw) => raw || '（空）';
const yesNo: Show = (raw, words) => (raw === 'true' ? '是' : raw === 'false' ? '否' : expressionWords(raw, words));

/** Options as they are read: `已办结、无力处置`; the value is said where it is not the label. */
export const optionWords: Show = (raw) => {
  try {
    const options = JSON.parse(raw) as { label?: string; value?: unknown }[];
    return options.map(({ label, value }) => (label === undefined || String(value) === label ? String(value) : `${label}［${String(value)}］`)).join('、') || '（无）';
  } catch {
    return raw;
  }
};

const labels: Record<string, [label: string, show?: Show]> = {
  label: ['名称'], key: ['变量名'], path: ['变量路径'], description: ['填写提示'], text: ['文字'], content: ['内容'], values: ['选项', optionWords], valuesKey: ['选项的来源变量'], valuesExpression: ['选项的来源', expressionWords],
  defaultValue: ['默认值', (raw) => (raw === 'true' ? '是' : raw === 'false' ? '否' : plain(raw, undefined as never))], disabled: ['禁止填写', yesNo], readonly: ['只读', yesNo], multiple: ['可多选', yesNo], accept: ['可传的文件类型'],
  'validate/required': ['必填', yesNo], 'validate/minLength': ['最少字数'], 'validate/maxLength': ['最多字数'], 'validate/min': ['最小值', expressionWords], 'validate/max': ['最大值', expressionWords], 'validate/pattern': ['格式要求'],
  'validate/patternErrorMessage': ['格式不符时的提示'], 'validate/validationType': ['内容类型'], 'conditional/hide': ['隐藏条件', expressionWords], expression: ['计算式', expressionWords], computeOn: ['计算时机'],
  'appearance/prefixAdorner': ['前缀'], 'appearance/suffixAdorner': ['后缀'], subtype: ['日期类型'], dateLabel: ['日期名称'], timeLabel: ['时间名称'], timeInterval: ['时间间隔'], timeSerializingFormat: ['时间的保存格式'], use24h: ['24 小时制', yesNo],
  decimalDigits: ['小数位数'], increment: ['增减步长'], serializeToString: ['按文本保存', yesNo], dataSource: ['表格数据来源', expressionWords], columns: ['表格的列'], rowCount: ['每页行数'], repeatable: ['可重复', yesNo],
  isRepeating: ['可重复', yesNo], allowAddRemove: ['可增删行', yesNo], defaultRepetitions: ['默认行数'], showOutline: ['显示边框', yesNo], source: ['图片地址'], alt: ['图片说明'], height: ['高度'], url: ['网址'], action: ['按钮动作'],
  executionPlatform: ['目标平台'], executionPlatformVersion: ['目标平台版本'], id: ['表单编号'], schemaVersion: ['表单格式版本'], type: ['表单类型'],
};

/** A property that nobody here knows is called by its own name. */
export function formLabel(path: string): { label: string; show: Show } {
  const [label, show] = labels[path] ?? (path.startsWith('properties/') ? [`自定义属性 ${path.slice(11)}`] : [`属性 ${path}`]);
  return { label, show: show ?? plain };
}

const types: Record<string, string> = {
  textfield: '文本框', textarea: '多行文本', number: '数字', checkbox: '勾选框', radio: '单选', select: '下拉选择', checklist: '多选', taglist: '标签选择', datetime: '日期时间', filepicker: '文件上传', text: '文字', html: '富文本', image: '图片',
  separator: '分隔线', spacer: '空白', group: '分组', dynamiclist: '可增删的列表', table: '表格', button: '按钮', expression: '计算字段', iframe: '嵌入网页', documentPreview: '文件预览',
};
export const fieldType = (type: string): string => types[type] ?? type;
