// A form's file field in a rehearsal: nothing is uploaded; a tick says that a file would have been.
import { Description, Errors, Label } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';

interface Field { id: string; label?: string; description?: string; validate?: { required?: boolean } }
interface Given { field: Field; domId: string; value?: string | string[] | null; errors?: string[]; disabled?: boolean; readonly?: boolean; onChange(change: { value: string | null }): void }

function StandInField({ field, domId, value, errors = [], disabled, readonly, onChange }: Given) {
  return h('div', { class: `fjs-form-field fjs-form-field-checkbox${errors.length ? ' fjs-has-errors' : ''}` },
    h(Label as any, { htmlFor: domId, label: field.label, required: field.validate?.required }),
    h('label', { class: 'fjs-inline-label' },
      h('input', {
        id: domId, type: 'checkbox', checked: Boolean(value?.length), disabled: disabled || readonly, 'aria-describedby': `${domId}-errors`,
        onChange: (event: Event) => onChange({ value: (event.target as HTMLInputElement).checked ? 'rehearsal' : null }),
      }),
      h('span', { class: 'fjs-form-field-label' }, '附上一份演练附件')),
    h(Description as any, { id: `${domId}-description`, description: field.description }),
    h(Errors as any, { id: `${domId}-errors`, errors }));
}
StandInField.config = { type: 'filepicker', keyed: true, label: '附件', group: 'basic-input', emptyValue: null, sanitizeValue: ({ value }: { value: unknown }) => (value ? 'rehearsal' : null), create: (options = {}) => ({ ...options }) };

class OwnFields {
  static $inject = ['formFields'];
  constructor(formFields: { register(type: string, field: unknown): void }) { formFields.register('filepicker', StandInField); }
}

/** The DI module that puts it in. */
export const standInFiles = { __init__: ['ownFields'], ownFields: ['type', OwnFields] };
