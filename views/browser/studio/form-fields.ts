// The components of the form editor under Chinese names: in the palette, in the panel, and as the first label of each new one.
import { choice, COMPONENTS } from './form-editor-words.js';

interface Config { name?: string; label?: string; create?(options: object): Record<string, any>; chinese?: boolean }
interface FormFields { _formFields: Record<string, { config: Config }> }

/** What a new component holds in English, put into Chinese. */
function begun(type: string, made: Record<string, any>): Record<string, any> {
  const values = made.values?.map((one: { label: string }) => ({ ...one, label: choice(one.label) }));
  return {
    ...made, ...(values ? { values } : {}), ...(made.text === '# Text' ? { text: '# 标题' } : {}), ...(made.dateLabel === 'Date' ? { dateLabel: '日期' } : {}), ...(made.timeLabel === 'Time' ? { timeLabel: '时间' } : {}),
    ...(type === 'table' && made.columns ? { columns: made.columns.map((one: { label: string }, n: number) => ({ ...one, label: `第 ${n + 1} 列` })) } : {}),
  };
}

class ChineseFields {
  static $inject = ['formFields', 'eventBus'];

  constructor(formFields: FormFields, eventBus: { on(event: string, heard: (event: any) => void): void }) {
    for (const [type, { config }] of Object.entries(formFields._formFields)) {
      const name = COMPONENTS[type];
      if (!name || config.chinese) continue;
      const create = config.create;
      Object.assign(config, { chinese: true, name, ...(config.label === undefined ? {} : { label: name }), ...(create ? { create: (options: object) => begun(type, create(options)) } : {}) });
    }
    // A choice that is added in the panel.
    eventBus.on('commandStack.formField.edit.preExecute', ({ context }) => {
      const { properties } = context;
      if (Array.isArray(properties?.values)) properties.values = properties.values.map((one: { label?: string }) => (one.label ? { ...one, label: choice(one.label) } : one));
    });
  }
}

export const chineseFieldsModule = { __init__: ['chineseFields'], chineseFields: ['type', ChineseFields] };
