// What somebody had typed into a task that another person then sent: kept readable below it, to be copied.
import { make } from './dom.js';

interface Component { key?: string; path?: string; label?: string; dateLabel?: string; components?: Component[]; values?: { label: string; value: unknown }[] }

function lines(components: Component[], values: Record<string, any>): [string, string][] {
  return components.flatMap((component): [string, string][] => {
    const key = component.key ?? component.path;
    if (!key) return component.components ? lines(component.components, values) : [];
    const value = values[key];
    if (value === undefined || value === null || value === '' || value === false) return [];
    const label = component.label ?? component.dateLabel ?? key;
    if (component.components && Array.isArray(value)) return value.flatMap((row, n) => lines(component.components!, row).map(([name, text]): [string, string] => [`${label} ${n + 1} · ${name}`, text]));
    const read = (one: unknown): string => component.values?.find((option) => option.value === one)?.label ?? (one === true ? '是' : String(one));
    return [[label, Array.isArray(value) ? value.map(read).join('、') : read(value)]];
  });
}

export function showUnsent(box: HTMLElement, form: { components: Component[] }, values: Record<string, unknown>): void {
  const found = lines(form.components, values);
  if (found.length === 0) return;
  box.className = 'ld-unsent';
  box.append(make('h2', {}, '您没有提交的内容'), make('dl', { class: 'ld-filled' }, ...found.map(([label, text]) => make('div', {}, make('dt', {}, label), make('dd', {}, text)))));
  box.hidden = false;
}
