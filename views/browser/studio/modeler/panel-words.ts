// The panel's own parts speak English where bpmn.io hands them no translation: tips, the switch to expressions, what is wrong with one.
import { speak } from '../rendered-words.js';

const WORDS: Record<string, string> = {
  'Open documentation': '打开文档', 'Toggle section': '展开或收起', 'Section contains an error': '有错误', 'Section contains edits': '已填写', 'Toggle list item': '展开或收起', 'Delete item': '删除', 'Create new list item': '加一条', Create: '加一条',
  'JSON contains errors': 'JSON 写法不对', 'Open pop-up editor': '放大编辑', 'Opened in editor': '已在大窗口中打开', 'FEEL expression is mandatory': '这里写表达式', 'Unparsable FEEL expression.': '表达式写法不对。', 'Select a template': '选用一个模板',
  'Click to set a dynamic value with FEEL expression': '改写成表达式', 'Click to remove dynamic value with FEEL expression': '改回固定的值', 'Search properties': '查找属性', Close: '关闭', '<empty>': '（空）',
};

const said = (text: string): string => WORDS[text] ?? text.replace(/^List contains (\d+) items?$/, '共 $1 条').replace(/^(?:Variable )?[Ww]ritten in (.*)$/, '由 $1 写入').replace(/^Edit (.*)$/, '编辑$1');

/** Watches the panel and the large editors that it opens. @returns how to stop */
export const speakOfProperties = (frame: HTMLElement): (() => void) => speak({
  where: '.bio-properties-panel, .bio-properties-panel-popup', except: 'textarea, input, select, .cm-line, .bio-properties-panel-header-label, .bio-properties-panel-collapsible-entry-header-title', say: said,
}, frame);
