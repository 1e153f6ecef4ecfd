/** Whether one value is what one form field asks for, and what a person is told if it is not. */
import { isDeepStrictEqual } from 'node:util';
import { isDay } from './shanghai.js';
import { compareDecimals, decimalPlaces, isDecimal, isMultiple } from './form-number.js';
import { emptyValue, type Component } from './form-schema.js';

/** A value as it may be kept, or the ends of sentences that say what is wrong (「金额」 + 必须填写); `wrongType` if it is not even of the kind. */
export type Checked = { value: unknown; faults: string[]; wrongType?: true };

/** Characters that a text may have if its form does not say; a proposal, so that nobody can fill the store through a form. */
const TEXT_LENGTH = 2000;
/** Attachments that one field may have; a proposal. */
const MOST_FILES = 20;

const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;
/** International, as form-js asks for (+86…); it also looks the country up, so what it accepts is accepted here. For a mainland number give the field a pattern. */
const PHONE = /(\+|00)[1-9]\d{5,24}$/;

/**
 * Checks one value.
 * @param options the values on offer, if it is a choice
 * @param validate the field's own rules with their expressions evaluated
 */
export function checkValue(component: Component, given: unknown, options: readonly unknown[], validate: NonNullable<Component['validate']>): Checked {
  const { type } = component;
  const empty = given === undefined || given === null || given === '' || (Array.isArray(given) && !given.length);
  if (empty || (type === 'checkbox' && given === false)) {
    return { value: emptyValue(component), faults: validate.required ? [requiredText(type)] : [] };
  }
  switch (type) {
    case 'textfield':
    case 'textarea':
      return typeof given === 'string' ? { value: given, faults: textFaults(given, validate) } : wrong(given, '必须是文字');
    case 'number':
      return checkNumber(component, given, validate);
    case 'checkbox':
      return given === true ? { value: true, faults: [] } : wrong(given, '必须是「是」或「否」');
    case 'radio':
    case 'select': {
      const chosen = options.find(option => isDeepStrictEqual(option, given));
      return chosen === undefined ? wrong(given, '不在可选范围内') : { value: chosen, faults: [] };
    }
    case 'checklist':
    case 'taglist': {
      if (!Array.isArray(given)) return wrong(given, '必须是多项选择');
      const chosen = options.filter(option => given.some(each => isDeepStrictEqual(option, each)));
      return chosen.length === given.length ? { value: given.map(each => options.find(option => isDeepStrictEqual(option, each))), faults: [] } : wrong(given, '有不在可选范围内或重复的选项');
    }
    case 'datetime':
      return typeof given === 'string' && isMoment(component, given) ? { value: given, faults: [] } : wrong(given, momentText(component));
    case 'filepicker':
      return checkFiles(component, given, validate);
    default:
      return { value: given, faults: [] };
  }
}

/** Ids of attachments, as a list or joined by commas (as form-js, which keeps a text for this field, can carry them); kept as a list. */
function checkFiles(component: Component, given: unknown, validate: NonNullable<Component['validate']>): Checked {
  const ids = typeof given === 'string' ? given.split(',').map(id => id.trim()).filter(id => id !== '') : given;
  if (!Array.isArray(ids) || !ids.every(id => typeof id === 'string' && /^[\w-]{1,64}$/.test(id))) return wrong(given, '附件不正确');
  if (!ids.length) return { value: emptyValue(component), faults: validate.required ? [requiredText(component.type)] : [] };
  const most = component.multiple ? MOST_FILES : 1;
  const distinct = [...new Set(ids)];
  return { value: distinct, faults: distinct.length > most ? [`不能超过 ${most} 个附件`] : [] };
}

function wrong(value: unknown, fault: string): Checked {
  return { value, faults: [fault], wrongType: true };
}

function requiredText(type: string): string {
  if (type === 'checkbox') return '必须勾选';
  if (type === 'filepicker') return '必须上传';
  return ['radio', 'select', 'checklist', 'taglist'].includes(type) ? '必须选择' : '必须填写';
}

function textFaults(text: string, { minLength, maxLength, pattern, patternErrorMessage, validationType }: NonNullable<Component['validate']>): string[] {
  const max = isDecimal(maxLength) ? Number(maxLength) : TEXT_LENGTH;
  const { length } = text.trim(); // form-js does not count the blanks around a text; they must not swamp the store either
  if (length > max || text.length > Math.max(max, TEXT_LENGTH)) return [`不能超过 ${max} 个字`];
  const faults: string[] = [];
  if (isDecimal(minLength) && length < Number(minLength)) faults.push(`不能少于 ${minLength} 个字`);
  if (pattern && !new RegExp(pattern).test(text)) faults.push(patternErrorMessage || '格式不正确');
  if (validationType === 'email' && !EMAIL.test(text)) faults.push('不是有效的电子邮箱');
  if (validationType === 'phone' && !PHONE.test(text)) faults.push('不是有效的电话号码（如 +8613800000000）');
  return faults;
}

function checkNumber({ serializeToString, decimalDigits, increment }: Component, given: unknown, { min, max, pattern, patternErrorMessage }: NonNullable<Component['validate']>): Checked {
  if (!isDecimal(given) || (typeof given === 'string' && !serializeToString)) return wrong(given, '必须是数字');
  const faults: string[] = [];
  if (decimalDigits !== undefined && decimalDigits >= 0 && decimalPlaces(given) > decimalDigits) {
    faults.push(decimalDigits === 0 ? '必须是整数' : `最多保留 ${decimalDigits} 位小数`);
  }
  if (increment && isDecimal(increment) && !isMultiple(given, increment)) faults.push(`必须是 ${increment} 的整数倍`);
  if (isDecimal(min) && compareDecimals(given, min) < 0) faults.push(`不能小于 ${min}`);
  if (isDecimal(max) && compareDecimals(given, max) > 0) faults.push(`不能大于 ${max}`);
  if (pattern && !new RegExp(pattern).test(String(given))) faults.push(patternErrorMessage || '格式不正确');
  return { value: serializeToString ? String(given) : given, faults };
}

/** Whether text is a date, a time or both, as the field writes them: `2026-11-22`, `08:30`, `08:30+08:00`, `00:30Z`, `2026-11-22T08:30`. */
function isMoment({ subtype = 'date', timeSerializingFormat }: Component, text: string): boolean {
  if (subtype === 'date') return isDay(text);
  const clock = '([01]\\d|2[0-3]):[0-5]\\d';
  const zone = timeSerializingFormat === 'utc_normalized' ? 'Z' : timeSerializingFormat === 'utc_offset' ? `[+-]${clock}` : '';
  const isTime = (time: string): boolean => new RegExp(`^${clock}${zone}$`).test(time);
  if (subtype === 'time') return isTime(text);
  return text[10] === 'T' && isDay(text.slice(0, 10)) && isTime(text.slice(11));
}

function momentText({ subtype }: Component): string {
  return subtype === 'time' ? '不是有效的时间' : subtype === 'datetime' ? '不是有效的日期和时间' : '不是有效的日期';
}
