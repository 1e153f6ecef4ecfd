// form-js in Chinese: its messages go through its `translate`, the few words it has fixed in English are replaced where they appear.
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/l10n/zh.js';

const words: Record<string, string> = {
  'Add new': '添加一行', 'All values selected': '已全部选中', 'Click to remove sorting': '点击取消排序', 'Click to sort by {value} ascending': '按{value}升序',
  'Click to sort by {value} descending': '按{value}降序', Collapse: '收起', 'Date and time must both be entered.': '日期和时间都要填。', Decrement: '减少', Increment: '增加',
  'Document reference is not defined.': '没有指定文件。', 'Download {fileName}': '下载 {fileName}', 'Expand all ({value})': '全部展开（{value}）', 'Field is required.': '必填。',
  'Field must be a valid email.': '请填写正确的邮箱。', 'Field must be a valid international phone number. (e.g. +4930664040900)': '请填写带国家码的电话，如 +8613800000000。',
  'Field must have maximum length of {value}.': '最多 {value} 个字。', 'Field must have maximum value of {value}.': '不能大于 {value}。',
  'Field must have minimum length of {value}.': '至少 {value} 个字。', 'Field must have minimum value of {value}.': '不能小于 {value}。', 'Field must match pattern {value}.': '格式不对。',
  'Max validation value is not a valid number.': '表单的最大值设置有误。', 'Min validation value is not a valid number.': '表单的最小值设置有误。', 'Next page': '下一页', 'Previous page': '上一页',
  'No content to show.': '没有内容。', 'No files selected': '还没有选文件', 'No results': '没有结果', 'Nothing to show.': '没有内容。',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.': '请填 {previousValue} 或 {nextValue}。',
  'Remove tag': '移除', Search: '搜索', 'Skip to search': '跳到搜索', 'Unable to download document': '文件下载失败', 'Value is expected to be an integer.': '请填整数。',
  'Value is expected to have at most 1 decimal digit.': '最多 1 位小数。', 'Value is expected to have at most {value} decimal digits.': '最多 {value} 位小数。',
  'Value is not a number.': '请填数字。', '{page} of {total}': '第 {page} 页，共 {total} 页', '{value} files selected': '已选 {value} 个文件', "External content couldn't be loaded.": '外部内容无法载入。',
};

/** The DI module that form-js takes. */
export const chinese = {
  translate: ['value', (text: string, gaps: Record<string, unknown> = {}) => (words[text] ?? text).replace(/{([^}]+)}/g, (whole, name: string) => String(gaps[name] ?? whole))],
};

/** Replaces what form-js 2.0 does not send through `translate`. */
export function replaceFixedWords(container: HTMLElement): void {
  const replace = (): void => {
    container.querySelectorAll<HTMLInputElement>('input[placeholder="Search"]').forEach((input) => { input.placeholder = '搜索'; });
    container.querySelectorAll<HTMLElement>('.fjs-select-placeholder').forEach((shown) => { if (shown.firstChild?.nodeValue === 'Select') shown.firstChild.nodeValue = '请选择'; });
  };
  replace();
  new MutationObserver(replace).observe(container, { childList: true, subtree: true });
}

(flatpickr as unknown as { localize(words: object): void }).localize(Mandarin);
