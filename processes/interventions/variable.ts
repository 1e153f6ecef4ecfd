// Corrects a variable (更正变量) in the very scope that it lies in; what is shown with parts hidden is not written over blindly.
import { createHash } from 'node:crypto';
import { Conflict, Forbidden, Invalid, Malformed, NotFound } from '../errors.js';
import { called, drawingOf } from '../migration/drawing.js';
import { getDefinition } from '../migration/versions.js';
import { replaceDeep, replaceNames } from '../personal-numbers.js';
import type { Store } from '../store/store.js';
import type { Element, Instance, Variable } from '../store/types.js';
import { jsonFault } from '../written/json-fault.js';
import { ENDED } from './cancel.js';
import type { Kind } from './kind.js';
import { listed, namesOf } from './words.js';

/** The most that a value may have, characters of JSON: the engine's commands are small. */
const MOST = 100_000;
/** What messages, tasks and the read model find the case by. */
const KEPT = new Set(['caseNo']);

/** Whether a variable's value is shown with parts of it hidden. */
export function isMasked(name: string, value: unknown): boolean {
  const whole = { [name]: value };
  return JSON.stringify(replaceNames(replaceDeep(whole, () => '*'), () => '*')) !== JSON.stringify(whole);
}

/** @throws Malformed with line and column of what is wrong */
function read(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonFault(text)).split('\n');
    throw new Malformed('变量的值不是 JSON', [{ path, message: `不是 JSON：第 ${before.length} 行第 ${before.at(-1)!.length + 1} 个字符起读不懂。文字要加英文双引号，例如 "已核实"` }]);
  }
}

/** A value as it was written for a variable. @param path where its fields stand in what was sent @throws Invalid, Malformed; Forbidden for what nobody may change */
export function written(name: string, value: string, path = ''): unknown {
  if (!/^[^\W\d]\w{0,79}$/.test(name)) throw new Invalid('变量名有误', [{ path: `${path}name`, message: '变量名由字母、数字和下划线组成，不以数字开头' }]);
  if (KEPT.has(name)) throw new Forbidden(`变量 ${name} 是案件的标识，不能更改`);
  if (value.length > MOST) throw new Invalid('值太大', [{ path: `${path}value`, message: `最多 ${MOST} 个字符` }]);
  return read(value, `${path}value`);
}

/** @throws Forbidden when a variable's value is shown with parts hidden: what cannot be read whole is not written over */
export function readable(name: string, old: Pick<Variable, 'value'> | null): void {
  if (old && isMasked(name, JSON.parse(old.value))) throw new Forbidden('这个变量含有被隐去的姓名或号码，看不全就不能更改；请在案件或任务里更正');
}

export const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
const print = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Gateways whose conditions read a variable. */
function readers(xml: string, name: string): string[] {
  const flows = [...xml.matchAll(/<(?:bpmn:)?sequenceFlow\b[^>]*sourceRef="([^"]+)"[^>]*>([\s\S]*?)<\/(?:bpmn:)?sequenceFlow>/g)];
  return [...new Set(flows.filter(([, , inner]) => new RegExp(`(?<![\\w.])${name.replace(/[^\w]/g, '\\$&')}(?!\\w)`).test(/conditionExpression[^>]*>([\s\S]*?)</.exec(inner!)?.[1] ?? '')).map(([, source]) => source!))];
}

export const variable: Kind = {
  name: '更正变量',
  async plan({ instance }, { scope = instance._id, name = '', value = '' }, _person, { store, engine }) {
    const wanted = written(name, value);
    if (instance.state !== 'active') throw new Conflict(ENDED);
    const [element, old] = await Promise.all([
      scope === instance._id ? undefined : store.elements.findOne({ _id: scope, instanceKey: instance._id }).lean<Element>(), store.variables.findById(`${scope}:${name}`).lean<Variable>(),
    ]);
    if (scope !== instance._id && !element) throw new NotFound('这个流程里没有这个范围');
    if (element && element.state !== 'active') throw new Conflict('变量所在的环节已经结束，更正它不再起作用');
    const before = old && JSON.parse(old.value) as unknown;
    readable(name, old);
    const where = element ? (await namesOf(store, [element]))[0]! : '整个流程';
    const shadows = await shadowing(instance, scope, name, store);
    const definition = await getDefinition(store, instance.definitionKey);
    const drawing = await drawingOf(definition);
    const used = readers(definition.xml, name).flatMap((id) => drawing.elements.get(id) ?? []).map(called);
    return {
      says: [
        old ? `${where}的变量 ${name}：由 ${short(old.value)} 改为 ${short(JSON.stringify(wanted))}。` : `在${where}新增变量 ${name}，值为 ${short(JSON.stringify(wanted))}。`,
        used.length > 0 ? `以后走到网关 ${used.join('、')} 时，会按新值判断。` : '这一版流程图的网关条件没有直接用到它；任务和自动步骤可能会用到。',
        '不收回任何任务，也不通知任何人；已经走过的环节不受影响。',
      ],
      warns: [
        ...(old && kindOf(before) !== kindOf(wanted) ? [`值的类型变了（${kindOf(before)} → ${kindOf(wanted)}），可能使条件算不出来。`] : []),
        ...(shadows.length > 0 ? [`${listed(shadows, '处')} 里有同名的变量：那里面的环节用它自己的值，不受这次更正影响。`] : []),
        ...(!old ? ['原来没有这个变量，请核对名字。'] : []), ...(old && print(before) === print(wanted) ? ['新值和原来一样。'] : []),
      ],
      text: `更正变量 ${name}（${where}）`, seen: [scope, name, old ? print(before) : null], given: { scope, name, print: print(wanted) },
      async act() {
        await engine.setVariables(scope, { [name]: wanted }).catch((error: Error) => { throw error instanceof NotFound ? new Conflict('变量所在的流程或环节刚刚结束，请刷新后再看', { cause: error }) : error; });
      },
    };
  },
  async happened({ given }, { store }) {
    const now = await store.variables.findById(`${String(given.scope)}:${String(given.name)}`).lean<Variable>();
    return now !== null && print(JSON.parse(now.value)) === given.print;
  },
};

/** The active elements of an instance that have a variable of this name of their own, other than the scope that is meant. */
async function shadowing(instance: Instance, scope: string, name: string, store: Store): Promise<string[]> {
  const same = (await store.variables.find({ instanceKey: instance._id, name }, { scopeKey: 1 }).lean<Pick<Variable, 'scopeKey'>[]>()).map(({ scopeKey }) => scopeKey).filter((key) => key !== scope && key !== instance._id);
  if (same.length === 0) return [];
  return namesOf(store, await store.elements.find({ _id: { $in: same }, state: 'active' }, { elementId: 1, definitionKey: 1 }).lean<Element[]>());
}

const KINDS: Record<string, string> = { string: '文字', number: '数字', boolean: '是否', object: '对象' };
const kindOf = (value: unknown): string => (value === null ? '空' : Array.isArray(value) ? '列表' : KINDS[typeof value] ?? '其他');
