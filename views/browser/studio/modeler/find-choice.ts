// Chooses one of many in the properties panel: under headings, narrowed by a few characters, by mouse or keyboard alone.
import { DescriptionEntry } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useEffect, useState } from '@bpmn-io/properties-panel/preact/hooks';
import type { Choice } from './choices.js';

export interface Heading { heading: string; choices: Choice[] }
interface Finding { id: string; element: any; label: string; description?: unknown; /** What is chosen, in words. */ now: string; value: string; headings: Heading[]; choose(value: string): void }

/** Whether the characters that were typed stand in a name in their order: 镇分流 finds 镇（街道） · 联动中心分流员. */
function says(name: string, typed: string): boolean {
  let at = -1;
  return Array.from(typed.toLowerCase().replace(/\s/g, '')).every((letter) => (at = name.toLowerCase().indexOf(letter, at + 1)) >= 0);
}

export function FindChoice({ id, element, label, description, now, value, headings, choose }: Finding): unknown {
  // nothing typed yet is still open
  const [typed, setTyped] = useState(undefined as string | undefined);
  const [at, setAt] = useState(0);
  const isOpen = typed !== undefined;
  const input = `bio-properties-panel-${id}`;
  const found = isOpen ? headings.map(({ heading, choices }) => ({ heading, choices: choices.filter(({ name }) => says(name, typed)) })).filter(({ choices }) => choices.length > 0) : [];
  const rows = found.flatMap(({ choices }) => choices);
  const open = (text: string): void => {
    setTyped(text);
    // an expression that somebody wrote is not replaced by pressing Enter twice
    setAt(text ? 0 : headings.flatMap(({ choices }) => choices).findIndex((one) => one.value === value));
  };
  const close = (): void => setTyped(undefined);
  const take = (one?: Choice): void => {
    if (one && one.value !== value) choose(one.value);
    if (one) close();
  };
  useEffect(() => { if (isOpen) document.getElementById(`${input}-${at}`)?.scrollIntoView({ block: 'nearest' }); }, [isOpen, at, typed]);

  const keys: Record<string, () => void> = {
    ArrowDown: () => (isOpen ? setAt(Math.min(rows.length - 1, at + 1)) : open('')), ArrowUp: () => setAt(Math.max(0, at - 1)), Enter: () => (isOpen ? take(rows[at]) : open('')), ...(isOpen ? { Escape: close } : {}),
  };
  const keydown = (event: KeyboardEvent): void => {
    // Enter that ends the writing of a Chinese word chooses nothing
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]!();
  };
  const row = (one: Choice): unknown => {
    const n = rows.indexOf(one);
    return h('div', { role: 'option', id: `${input}-${n}`, 'aria-selected': String(n === at), class: one.value === value ? 'is-chosen' : '', onPointerDown: (event: Event) => { event.preventDefault(); take(one); } }, one.name);
  };
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id }, h('div', { class: 'bio-properties-panel-textfield' },
    h('label', { for: input, class: 'bio-properties-panel-label' }, label),
    h('input', {
      id: input, class: 'bio-properties-panel-input', type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: false, 'aria-autocomplete': 'list', 'aria-expanded': String(isOpen), 'aria-controls': `${input}-list`,
      ...(isOpen && rows[at] ? { 'aria-activedescendant': `${input}-${at}` } : {}), value: typed ?? now, placeholder: now ? `${now}，写几个字换一个` : '请选择，写几个字就能找到',
      onClick: () => { if (!isOpen) open(''); }, onInput: ({ target }: any) => open(target.value), onKeyDown: keydown, onBlur: close,
    }),
    h('div', { id: `${input}-list`, class: 'ld-choices', role: 'listbox', 'aria-label': label, hidden: rows.length === 0 },
      ...found.map(({ heading, choices }) => h('div', { role: 'group', 'aria-label': heading }, h('b', { 'aria-hidden': 'true' }, heading), ...choices.map(row)))),
    h('p', { class: 'ld-no-choice', role: 'status' }, isOpen && rows.length === 0 ? '没有找到，少写几个字试试' : null)),
  h(DescriptionEntry, { forId: id, element, value: description }));
}
