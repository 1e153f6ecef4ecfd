// The form editor: components on the left, the form in the middle, properties on the right, and a preview that is the real thing.
import { FormEditor } from '@bpmn-io/form-js-editor';
import { make } from '../lib/dom.js';
import type { Finding, OpenEditor } from './editor.js';
import { said } from './form-editor-words.js';
import { factsModule } from './form-facts.js';
import { chineseFieldsModule } from './form-fields.js';
import { preview } from './form-preview.js';
import { marks } from './marks.js';
import { speak } from './rendered-words.js';
import { tabs } from './tabs.js';

interface Editor {
  importSchema(schema: object): Promise<unknown>; saveSchema(): Record<string, any>; on(event: string, heard: () => void): void; destroy(): void;
  get(name: string): any;
}

const speech = {
  where: '.fjs-editor-container, .fjs-properties-container, .fjs-field-preview-container, .bio-properties-panel-popup, .bio-properties-panel-tooltip',
  except: '.bio-properties-panel-header-label, .cm-editor, .fjs-form-field-description',
  say: said,
};

export const openFormEditor: OpenEditor = async (host, content, context) => {
  const before = JSON.parse(content) as Record<string, any>;
  const id = context.files().find((file) => file.content === content)?.name.replace(/\.form$/, '') ?? before.id;
  const design = make('div', { class: 'ld-form-design' });
  const shown = make('div', { class: 'ld-form-preview', tabindex: '0', role: 'region', 'aria-label': '表单预览' });
  const tried = preview(shown);
  if (context.readOnly) {
    host.replaceChildren(shown);
    await tried.show(before);
    return { read: async () => content, select: () => undefined, mark: () => undefined, destroy: () => tried.destroy() };
  }

  const editor = new FormEditor({ container: design, additionalModules: [chineseFieldsModule, factsModule(context.around)] } as never) as unknown as Editor;
  /** What is written keeps its id and the version of the schema that it came with. */
  const read = (): string => {
    const { name, ...rest } = editor.saveSchema();
    // the editor calls every form something; a name that nobody gave is no change
    const now: Record<string, any> = { ...rest, ...(before.name !== undefined || (name && name !== '表单' && name !== 'Form') ? { name } : {}) };
    return `${JSON.stringify({ ...Object.fromEntries(Object.keys(before).map((key) => [key, now[key]])), ...now, id, schemaVersion: before.schemaVersion ?? 16 }, null, 2)}\n`;
  };
  const bar = tabs('表单', [{ id: 'design', name: '设计' }, { id: 'preview', name: '预览' }], (tab) => {
    design.hidden = tab !== 'design';
    shown.hidden = tab === 'design';
    if (tab === 'preview') void tried.show(JSON.parse(read()));
  });
  shown.hidden = true;
  host.replaceChildren(bar.element, design, shown);
  const quiet = speak(speech);
  const style = marks(host);
  await editor.importSchema(before);
  editor.on('commandStack.changed', () => context.changed());

  const field = (element: string): any => Object.values(editor.get('formFieldRegistry').getAll()).find((one: any) => one.id === element || one.key === element);
  return {
    read: async () => read(),
    select(element) {
      const found = field(element);
      if (!found) return;
      bar.choose('design');
      editor.get('selection').set(found);
      design.querySelector(`.fjs-element[data-id="${CSS.escape(found.id)}"]`)?.scrollIntoView({ block: 'center' });
    },
    mark: (findings: Finding[]) => style.show(findings.flatMap(({ element, severity }) => {
      const found = element && field(element);
      return found ? [{ selector: `.fjs-element[data-id="${CSS.escape(found.id)}"]`, severity }] : [];
    })),
    destroy() {
      quiet();
      editor.destroy();
      tried.destroy();
    },
  };
};
