// How a sentence calls an element of a diagram.
import { typeWords } from './diagram-labels.js';
import { FILE, type Drawing, type Thing } from './diagram-read.js';
import { quoted } from './words.js';

const isLink = (thing: Thing): boolean => thing.source !== undefined || thing.target !== undefined;

/** The name alone where there is one, else kind and id: `「受理核实」`, `排他网关 both`. */
export function nameOf(id: string | undefined, { things }: Drawing): string {
  const thing = id === undefined ? undefined : things.get(id);
  if (!thing) return id ? `（不存在的 ${id}）` : '（无）';
  if (thing.id === FILE) return '文件';
  if (isLink(thing)) return `${nameOf(thing.source, { things } as Drawing)}到${nameOf(thing.target, { things } as Drawing)}`;
  const text = (thing.name ?? thing.values.get('text'))?.replace(/\s+/g, ' ');
  if (thing.type === 'bpmn:Process') return `流程${quoted(text ?? thing.id)}`;
  return text ? quoted(text.length > 30 ? `${text.slice(0, 30)}…` : text) : `${typeWords(thing.type)} ${thing.id}`;
}

/** Name and kind together: `人工任务「复核」`, `连线「受理」到「办理」`. */
export function titleOf(thing: Thing, drawing: Drawing): string {
  const name = nameOf(thing.id, drawing);
  const type = typeWords(thing.type);
  if (isLink(thing)) return `${type}：${name}${thing.name ? `（${thing.name}）` : ''}`;
  return name.startsWith(type) || thing.type === 'bpmn:Process' ? name : `${type}${name}`;
}
