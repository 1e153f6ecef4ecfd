// Which forms are refused: another engine's, without an id, or with a component that nothing here can show or read.
import { isKnownType } from '../form-schema.js';
import type { Refusal } from './refusal.js';

/** The most components of one form. */
const MOST_COMPONENTS = 500;

/** Why a form is refused; empty: it is not. @param text the file, to find lines in */
export function refuseForm(form: Record<string, unknown>, text: string): Refusal[] {
  const lineOf = (key: string, value: string): number => {
    const at = text.search(new RegExp(`"${key}"\\s*:\\s*${JSON.stringify(value).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
    return at < 0 ? 1 : text.slice(0, at).split('\n').length;
  };
  const { executionPlatform } = form;
  if (typeof executionPlatform === 'string' && executionPlatform !== 'Camunda Cloud') {
    return [{ line: lineOf('executionPlatform', executionPlatform), message: '这是 Camunda 7 的表单，联动用的是 Camunda 8 的表单。请用 Camunda 8 的表单编辑器重新保存' }];
  }
  if (typeof form.id !== 'string' || !/^[A-Za-z_][\w.-]{0,79}$/.test(form.id)) return [{ line: typeof form.id === 'string' ? lineOf('id', form.id) : 1, message: '表单没有编号，或编号不合规范。请填写以英文字母开头的编号（id）' }];
  if (!Array.isArray(form.components)) return [{ line: 1, message: '这不是表单：没有 components。请用表单编辑器重新保存' }];
  const found: Refusal[] = [];
  let count = 0;
  const open: unknown[] = [...form.components];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) return [{ line: 1, message: '表单里有不是组件的内容。请用表单编辑器重新保存' }];
    const { type, components } = one as { type?: unknown; components?: unknown };
    if (typeof type !== 'string') found.push({ line: 1, message: '表单里有一个组件没有类型（type）。请删去它' });
    else if (!isKnownType(type)) found.push({ line: lineOf('type', type), message: `不认识表单组件「${type.slice(0, 40)}」。请换成表单编辑器里有的组件` });
    if (components !== undefined && !Array.isArray(components)) found.push({ line: 1, message: '表单里有一组内容不是列表（components）。请用表单编辑器重新保存' });
    if (Array.isArray(components)) for (const child of components) open.push(child);
    if ((count += 1) > MOST_COMPONENTS) return [{ line: 1, message: `表单的组件超过 ${MOST_COMPONENTS} 个，请分成几张表单` }];
    if (found.length >= 20) break;
  }
  return found.reverse();
}
