// Puts every text of the editor's libraries into Chinese.
import zhBpmn from 'bpmn-js-i18n-zh/lib/bpmn-js';
import zhPanel from 'bpmn-js-i18n-zh/lib/properties-panel';
import zhZeebe from 'bpmn-js-i18n-zh/lib/zeebe-properties-panel';
import zhCore from 'bpmn-js-i18n/translations/zn.js';
import { dictionary } from './dictionary.js';
import { typeNames } from './type-names.js';

const words: Record<string, string> = { ...zhCore, ...zhBpmn, ...zhPanel, ...zhZeebe, ...typeNames, ...dictionary };

/** What was asked and is not in any dictionary; kept only when a test asks for it by setting it on the window. */
const missing = (): Set<string> | undefined => (globalThis as { liandongMissingWords?: Set<string> }).liandongMissingWords;

/** Texts that are Chinese already: those of our templates and diagrams. */
const isChinese = (text: string): boolean => /[\u4e00-\u9fff]/.test(text);

export function translate(text: string, values: Record<string, string> = {}): string {
  const found = words[text];
  if (found === undefined && /[A-Za-z]{2}/.test(text ?? '') && !isChinese(text)) missing()?.add(text);
  return (found ?? text ?? '').replace(/{([^}]+)}/g, (_, key: string) => (values[key] === undefined ? `{${key}}` : words[values[key]!] ?? values[key]!));
}

export const wordsModule = { translate: ['value', translate] };
