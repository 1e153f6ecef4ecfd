// Opens the right editor for a file, one at a time; the heavy ones are fetched when they are first needed.
import { make } from '../lib/dom.js';
import type { EditorContext, FileEditor, OpenEditor } from './editor.js';
import { kindOf, type Kind } from './files.js';

const load: Record<Kind, () => Promise<OpenEditor>> = {
  bpmn: async () => (await import('./modeler.js')).openModeler,
  form: async () => (await import('./form-editor.js')).openFormEditor,
  dmn: async () => (await import('./decision-editor.js')).openDecisionEditor,
};

/** Applies the style sheet of one kind of editor and none of the others, which speak of the same names. */
function dress(kind: Kind): void {
  for (const each of Object.keys(load)) {
    const link = document.querySelector<HTMLLinkElement>(`link[href*="/studio-${each}.css"]`);
    if (link) link.media = each === kind ? 'all' : 'not all';
  }
}

/** Opens a file in the host, in place of what was there. The host says so when it cannot be read. */
export async function openIn(host: HTMLElement, { name, content }: { name: string; content: string }, context: EditorContext): Promise<FileEditor | undefined> {
  const place = make('div', { class: `ld-editor-place ld-editor-${kindOf(name)}` });
  const wait = make('div', { class: 'ld-editor-wait', role: 'status' }, '正在打开…');
  host.replaceChildren(place, wait);
  dress(kindOf(name));
  try {
    const open = await load[kindOf(name)]();
    const editor = await open(place, content, context);
    wait.remove();
    return editor;
  } catch (error) {
    wait.classList.add('is-broken');
    wait.replaceChildren(make('b', {}, '这个文件打不开'), make('span', {}, `请把这句话告诉管理员：${(error as Error).message}`));
    return undefined;
  }
}
