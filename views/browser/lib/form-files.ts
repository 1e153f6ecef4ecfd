// A form's file field: every file is uploaded at once and the form carries only ids, joined by commas.
import { Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { upload } from './api.js';
import { shrink } from './shrink.js';

interface Field { id: string; label?: string; description?: string; accept?: string; multiple?: boolean; validate?: { required?: boolean } }
interface Given { field: Field; domId: string; value?: string | string[] | null; errors?: string[]; disabled?: boolean; readonly?: boolean; onChange(change: { value: string | null }): void }
interface Sending { key: number; name: string; percent: number; error?: string }

/** The form writes ids joined by commas; what was submitted comes back as a list. */
const ids = (value?: string | string[] | null): string[] => (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',').map((id) => id.trim()).filter(Boolean) : []);
/** Ids that this page has uploaded itself, by which it knows names and kinds; others are shown by number. */
const known = new Map<string, { name: string; type: string }>();
let sent = 0;

function Done({ id, n, remove }: { id: string; n: number; remove?: () => void }) {
  const about = known.get(id);
  const name = about?.name ?? `附件 ${n + 1}`;
  return h('li', { class: 'ld-file' },
    h('a', { href: `/api/attachments/${encodeURIComponent(id)}`, target: '_blank', rel: 'noopener' },
      !about || about.type.startsWith('image/') ? h('img', { src: `/api/attachments/${encodeURIComponent(id)}`, alt: '', width: 44, height: 44, loading: 'lazy', onError: (event: Event) => { (event.target as HTMLElement).hidden = true; } }) : null,
      h('span', null, name)),
    remove ? h('button', { type: 'button', class: 'ld-x', 'aria-label': `移除 ${name}`, onClick: remove }, '×') : null);
}

/** Draws the field in place of form-js's own, which would only keep files in the page. */
export function FileField({ field, domId, value, errors = [], disabled, readonly, onChange }: Given) {
  const [sending, setSending] = useState<Sending[]>([]);
  // Uploads end after this drawing: they must add to what the field holds then.
  const current = useRef<string[]>([]);
  current.current = ids(value);
  const set = (next: string[]): void => { current.current = next; onChange({ value: next.length ? next.join(',') : null }); };
  const send = async (file: File): Promise<void> => {
    const key = ++sent;
    const change = (how: Partial<Sending>) => setSending((all) => all.map((each) => (each.key === key ? { ...each, ...how } : each)));
    setSending((all) => [...all, { key, name: file.name, percent: 0 }]);
    try {
      const small = file.type.startsWith('image/') ? await shrink(file) : { blob: file, name: file.name };
      const made = await upload(small.blob, small.name, (percent) => change({ percent }));
      known.set(made.id, made);
      setSending((all) => all.filter((each) => each.key !== key));
      set(field.multiple ? [...current.current, made.id] : [made.id]);
    } catch (error) {
      const refused = error as { message: string; problems?: { message: string }[] };
      change({ error: refused.problems?.[0]?.message ?? refused.message });
    }
  };
  const fixed = disabled || readonly;
  return h('div', { class: `fjs-form-field fjs-form-field-filepicker${errors.length ? ' fjs-has-errors' : ''}` },
    h(Label as any, { htmlFor: domId, label: field.label, required: field.validate?.required }),
    fixed ? null : h('label', { class: 'btn ld-file-add' }, '拍照或选文件',
      h('input', {
        id: domId, type: 'file', class: 'visually-hidden', multiple: field.multiple === true, accept: field.accept, 'aria-describedby': `${domId}-errors`,
        onChange: (event: Event) => {
          const input = event.target as HTMLInputElement;
          const files = [...(input.files ?? [])];
          input.value = '';
          files.forEach((file) => void send(file));
        },
      })),
    h('ul', { class: 'ld-files' },
      ids(value).map((id, n) => h(Done, { key: id, id, n, remove: fixed ? undefined : () => set(current.current.filter((each) => each !== id)) })),
      sending.map((each) => h('li', { key: `s${each.key}`, class: 'ld-file' }, h('span', null, each.name),
        each.error
          ? [h('span', { class: 'ld-problem', role: 'alert' }, each.error), h('button', { type: 'button', class: 'ld-x', 'aria-label': `移除 ${each.name}`, onClick: () => setSending((all) => all.filter(({ key }) => key !== each.key)) }, '×')]
          : h('progress', { max: 100, value: each.percent, 'aria-label': `${each.name} 上传进度` })))),
    ids(value).length === 0 && fixed ? h('span', { class: 'text-secondary' }, '没有附件') : null,
    h(Description as any, { id: `${domId}-description`, description: field.description }),
    h(Errors as any, { id: `${domId}-errors`, errors }));
}
FileField.config = { type: 'filepicker', keyed: true, label: '附件', group: 'basic-input', emptyValue: null, sanitizeValue: ({ value }: { value: unknown }) => ids(value as string).join(',') || null, create: (options = {}) => ({ ...options }) };

class OwnFields {
  static $inject = ['formFields'];
  constructor(formFields: { register(type: string, field: unknown): void }) { formFields.register('filepicker', FileField); }
}

/** The DI module that puts our field in. */
export const files = { __init__: ['ownFields'], ownFields: ['type', OwnFields] };
