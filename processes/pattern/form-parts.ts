// The fields of a form as form-js writes them, with their ids and rows counted.
import type { ProcedureFile } from '../store/types.js';

type Field = Record<string, unknown>;

export const text = (said: string, hide?: string): Field => ({ type: 'text', text: said, ...(hide ? { conditional: { hide } } : {}) });
export const choice = (key: string, label: string, values: [value: string, label: string][]): Field => ({ type: 'radio', key, label, values: values.map(([value, shown]) => ({ label: shown, value })), validate: { required: true } });
export const words = (key: string, label: string, { required = true, description, hide }: { required?: boolean; description?: string; hide?: string } = {}): Field => ({
  type: 'textarea', key, label, ...(description ? { description } : {}), validate: { ...(required ? { required } : {}), maxLength: 2000 }, ...(hide ? { conditional: { hide } } : {}),
});
export const line = (key: string, label: string): Field => ({ type: 'textfield', key, label, validate: { required: true, maxLength: 100 } });
export const tick = (key: string, label: string): Field => ({ type: 'checkbox', key, label, validate: { required: true } });
export const people = (key: string, label: string): Field => ({ type: 'number', key, label, decimalDigits: 0, appearance: { suffixAdorner: '人' }, validate: { min: 1 } });
export const money = (key: string, label: string): Field => ({ type: 'number', key, label, decimalDigits: 2, increment: '0.01', appearance: { suffixAdorner: '元' }, validate: { required: true, min: 0.01 } });
export const day = (key: string, label: string): Field => ({ type: 'datetime', key, subtype: 'date', dateLabel: label, validate: { required: true } });
export const select = (key: string, label: string, values: [value: string, label: string][]): Field => ({ ...choice(key, label, values), type: 'select' });
export const rows = (path: string, label: string, components: Field[]): Field => ({ type: 'dynamiclist', path, label, components, isRepeating: true, allowAddRemove: true, defaultRepetitions: 1, showOutline: true });
export const evidence = (label: string, required = false): Field => ({
  type: 'filepicker', key: 'evidence', label, description: '照片或 PDF，可多选。手机上可直接拍照。', multiple: true, accept: '.jpg,.jpeg,.png,.webp,.pdf', ...(required ? { validate: { required } } : {}),
});

/** The form's file. */
export function formFile(id: string, fields: Field[]): ProcedureFile {
  let count = 0;
  const placed = ({ type, ...field }: Field): Field => {
    const inner = field.components as Field[] | undefined;
    const filled = inner ? { components: inner.map(placed) } : {};
    count += 1;
    return { type, id: `${id}_${field.key ?? field.path ?? 'text'}_${count}`.replaceAll('-', '_'), ...field, ...filled, layout: { row: `row_${count}` } };
  };
  const form = { id, type: 'default', schemaVersion: 16, executionPlatform: 'Camunda Cloud', executionPlatformVersion: '8.5.0', components: fields.map(placed) };
  return { name: `${id}.form`, content: `${JSON.stringify(form, null, 2)}\n` };
}
