// The list of a draft's files: which one is open, which have something wrong or unsaved, and a way to make and take out one.
import { find, get } from '../lib/dom.js';
import type { Finding } from './editor.js';
import { isDirty, kindOf, titleOf, type Entry } from './files.js';

export interface FileList { draw(state: { entries: Map<string, Entry>; current: string; findings: Finding[] }): void }

const order = { bpmn: 0, form: 1, dmn: 2 };
export const sorted = (entries: Map<string, Entry>): Entry[] => [...entries.values()].sort((a, b) => order[kindOf(a.name)] - order[kindOf(b.name)] || a.name.localeCompare(b.name));

/** @param on what a press does; without `remove` nothing can be taken out */
export function fileList(host: HTMLDetailsElement, on: { open(name: string): void; remove?(name: string): void }): FileList {
  const wide = matchMedia('(min-width: 992px)');
  const unfold = (): void => { host.open = wide.matches; };
  unfold();
  wide.addEventListener('change', unfold);
  const template = get<HTMLTemplateElement>('#file');
  return {
    draw({ entries, current, findings }) {
      const diagram = [...entries.values()].find(({ name }) => kindOf(name) === 'bpmn')?.content ?? '';
      const lists = new Map(['bpmn', 'form', 'dmn'].map((kind) => [kind, get(`[data-kind=${kind}] ul`, host)]));
      const focused = document.activeElement?.closest<HTMLElement>('[data-name]')?.dataset.name;
      lists.forEach((list) => list.replaceChildren());
      for (const entry of sorted(entries)) {
        const kind = kindOf(entry.name);
        const item = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
        item.dataset.name = entry.name;
        item.querySelectorAll<HTMLElement>('[data-icon]').forEach((icon) => { if (icon.dataset.icon !== kind) icon.remove(); });
        const title = titleOf(entry, diagram);
        get('b', item).textContent = title;
        get('small', item).textContent = entry.name.slice(0, entry.name.lastIndexOf('.'));
        const open = get<HTMLButtonElement>('[data-open]', item);
        open.title = title;
        if (entry.name === current) {
          open.setAttribute('aria-current', 'true');
          get('[data-current]', host).textContent = title;
        }
        open.onclick = () => { on.open(entry.name); unfold(); };
        const errors = findings.filter(({ file, severity }) => file === entry.name && severity === 'error').length;
        const warnings = findings.filter(({ file }) => file === entry.name).length - errors;
        const state = get('[data-file-state]', item);
        state.className = `ld-file-state${errors ? ' is-wrong' : warnings ? ' is-warned' : isDirty(entry) ? ' is-unsaved' : ''}`;
        state.textContent = errors || warnings ? String(errors || warnings) : isDirty(entry) ? '●' : '';
        state.title = errors ? `${errors} 处错误` : warnings ? `${warnings} 处提醒` : isDirty(entry) ? '未保存' : '';
        const remove = get<HTMLButtonElement>('[data-remove]', item);
        if (kind === 'bpmn' || !on.remove) remove.remove();
        else {
          remove.setAttribute('aria-label', `删除 ${title}`);
          remove.title = '删除';
          remove.onclick = () => on.remove!(entry.name);
        }
        lists.get(kind)!.append(item);
      }
      if (focused) find(`[data-name="${CSS.escape(focused)}"] [data-open]`, host)?.focus();
    },
  };
}
