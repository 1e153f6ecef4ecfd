// What each intervention asks for in its dialog: from where to where, which value, until when, to whom.
import { call } from './api.js';
import type { Diagram } from './diagram.js';
import { make } from './dom.js';
import { moving } from './move-fields.js';
import { drawPeople, type Candidate } from './people-choice.js';

/** What a button says of what it is about. */
export interface Asked { kind: string; incident?: string; task?: string; name?: string; scope?: string; scopeName?: string; value?: string; now?: string }
/** The fields, and what they say as the API reads it; a text instead: what is still missing. */
export interface Fields { parts: HTMLElement[]; read(): object | string; changed?: () => void }

const labelled = (id: string, text: string, field: HTMLElement): HTMLElement[] => [make('label', { class: 'form-label', for: id }, text), field];

function writing({ scope, scopeName, name, value }: Asked): Fields {
  const title = make('input', { class: 'form-control', id: 'variable-name', maxlength: '80', autocomplete: 'off', spellcheck: 'false' });
  const text = make('textarea', { class: 'form-control ld-mono', id: 'variable-value', rows: '4', spellcheck: 'false' });
  text.value = value ?? '';
  return {
    parts: [...(name ? [make('p', { class: 'text-secondary' }, `范围：${scopeName ?? '整个流程'}`)] : labelled('variable-name', '变量名（整个流程可用）', title)), ...labelled('variable-value', '新的值', text)],
    read() {
      const called = name ?? title.value.trim();
      if (!called) return '请填变量名。';
      if (!text.value.trim()) return '请填新的值。';
      if (text.value === value) return '改了值以后，这里会说明会发生什么。';
      return { kind: 'variable', name: called, value: text.value, ...(scope ? { scope } : {}) };
    },
  };
}

/** A moment as the field for it is filled in: Shanghai's, as everything here. */
const local = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

function dueFields({ task, now }: Asked): Fields {
  const at = make('input', { class: 'form-control', id: 'due-at', type: 'datetime-local', value: now ? local(new Date(now)) : '' });
  return {
    parts: labelled('due-at', '新的时限（北京时间）', at),
    read: () => (at.value ? { kind: 'due', task, at: `${at.value}:00+08:00` } : '请选新的时限。'),
  };
}

async function people({ task }: Asked, key: string): Promise<Fields> {
  const host = make('div', { 'data-people': '' });
  drawPeople(host, await call<Candidate[]>('GET', `/instances/${key}/people?task=${task}`));
  const set = make('fieldset', { class: 'ld-people' }, make('legend', { class: 'form-label' }, '给谁'), host);
  return {
    parts: [set],
    read() {
      const to = set.querySelector<HTMLInputElement>('input:checked')?.value;
      return to ? { kind: 'reassign', task, to } : '请选办理人。';
    },
  };
}

/** @throws when it cannot be asked for as things stand, in words for people */
export async function fieldsOf(asked: Asked, key: string, view: Diagram, dialog: HTMLDialogElement): Promise<Fields> {
  switch (asked.kind) {
    case 'move': return moving(key, view, dialog);
    case 'variable': return writing(asked);
    case 'due': return dueFields(asked);
    case 'reassign': return people(asked, key);
    default: return { parts: [], read: () => ({ kind: asked.kind, ...(asked.incident ? { incidents: [asked.incident] } : {}) }) };
  }
}
