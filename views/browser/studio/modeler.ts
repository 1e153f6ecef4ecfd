// The BPMN editor of the studio: bpmn-js for Zeebe 8.5, in Chinese, with our templates, and without what our engine does not have.
import BpmnModeler from 'bpmn-js/lib/Modeler.js';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import Chooser from '@bpmn-io/element-template-chooser';
import TemplateIcons from '@bpmn-io/element-template-icon-renderer';
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from 'bpmn-js-create-append-anything';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import TokenSimulation from 'bpmn-js-token-simulation';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import Minimap from 'diagram-js-minimap';
import modelerModdle from 'modeler-moddle/resources/modeler.json' with { type: 'json' };
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { make } from '../lib/dom.js';
import type { EditorContext, OpenEditor } from './editor.js';
import { filled } from './modeler/choices.js';
import { clipboardModule } from './modeler/clipboard.js';
import { deadlinesModule } from './modeler/deadlines.js';
import { findingsOn } from './modeler/findings.js';
import { fragmentsModule } from './modeler/fragments.js';
import { humanTasksModule } from './modeler/human-tasks.js';
import { menusModule } from './modeler/menus.js';
import { speakOfProperties } from './modeler/panel-words.js';
import { panelModule } from './modeler/panel.js';
import { begin, center } from './modeler/fit.js';
import { speakChinese } from './modeler/simulation-words.js';
import { templateNamesModule } from './modeler/template-names.js';
import { toolbar } from './modeler/toolbar.js';
import { variablesModule } from './modeler/variables.js';
import { wordsModule } from './modeler/words.js';

interface Bpmn {
  get(name: string, strict?: boolean): any; on(event: string, heard: (event: any) => void): void; importXML(xml: string): Promise<unknown>;
  saveXML(options: object): Promise<{ xml?: string }>; destroy(): void;
}
// Their types are written for another kind of module.
const [Modeler, Viewer] = [BpmnModeler, NavigatedViewer] as unknown as (new (options: object) => Bpmn)[];

const editing = [
  BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule, CloudElementTemplatesPropertiesProviderModule, Chooser, TemplateIcons, CreateAppendAnythingModule,
  CreateAppendElementTemplatesModule, ZeebeBehaviors, TokenSimulation, clipboardModule, humanTasksModule, deadlinesModule, fragmentsModule, menusModule, panelModule, templateNamesModule, variablesModule,
];

function build(canvas: HTMLElement, panel: HTMLElement, context: EditorContext): Bpmn {
  const shared = { container: canvas, moddleExtensions: { zeebe, modeler: modelerModdle } };
  return context.readOnly
    ? new Viewer!({ ...shared, additionalModules: [Minimap, wordsModule] })
    : new Modeler!({ ...shared, propertiesPanel: { parent: panel, feelPopupContainer: canvas.parentElement }, studio: context, additionalModules: [...editing, Minimap, wordsModule] });
}

/** Gives the templates to the editor, anew when forms or tables have come or gone; not through its loader, whose schema knows only human tasks that the engine keeps to itself. */
function freshTemplates(editor: Bpmn, context: EditorContext): () => void {
  let given = '';
  return () => {
    const now = context.files().map(({ name, content }) => (name.endsWith('.bpmn') ? '' : `${name} ${content.length}`)).join();
    if (now === given) return;
    given = now;
    editor.get('elementTemplates').set(filled(context));
  };
}

/** What is known of an element, where nothing can be changed. */
function facts({ businessObject }: any): HTMLElement[] {
  const documentation = businessObject.documentation?.[0]?.text;
  return [make('h3', {}, businessObject.name || businessObject.id), make('p', { class: 'ld-bpmn-id' }, businessObject.id), ...(documentation ? [make('p', {}, documentation)] : [])];
}

/** The panel hears of selections only once it has been drawn: what is selected before would never be shown in it. */
async function listening(properties: HTMLElement): Promise<void> {
  const frame = () => new Promise((resolve) => { setTimeout(resolve, 20); });
  for (let turn = 0; turn < 50 && !properties.querySelector('.bio-properties-panel'); turn += 1) await frame();
  await frame();
}

export const openModeler: OpenEditor = async (host, content, context) => {
  const canvas = make('div', { class: 'ld-bpmn-canvas' });
  const said = make('div', { class: 'ld-bpmn-said', role: 'status', hidden: '' });
  const properties = make('div', { class: 'ld-bpmn-properties' });
  const panel = make('aside', { class: 'ld-bpmn-panel', 'aria-label': '属性' }, said, properties);
  const frame = make('div', { class: `ld-bpmn${context.readOnly ? ' is-read-only' : ''}` });
  const work = make('div', { class: 'ld-bpmn-work' }, canvas, panel);
  frame.append(work);
  host.replaceChildren(frame);

  const editor = build(canvas, properties, context);
  frame.prepend(toolbar(editor, !context.readOnly).bar);
  const quiet = [speakChinese(canvas), speakOfProperties(frame)];
  const refreshTemplates = context.readOnly ? () => undefined : freshTemplates(editor, context);
  refreshTemplates();
  await editor.importXML(content);
  if (!context.readOnly) await listening(properties);
  const [diagram, registry] = [editor.get('canvas'), editor.get('elementRegistry')];
  begin(editor);

  const findings = findingsOn(editor, said);
  editor.on('selection.changed', ({ newSelection }) => findings.shown(newSelection.length === 1 ? newSelection[0].businessObject.id : undefined));
  if (context.readOnly) {
    const show = (element: any) => properties.replaceChildren(...facts(element));
    show(diagram.getRootElement());
    editor.on('element.click', ({ element }) => { show(element); findings.shown(element.businessObject.id); });
  } else {
    editor.on('elements.changed', () => context.changed());
    editor.on('selection.changed', refreshTemplates);
  }

  return {
    async read() { return (await editor.saveXML({ format: true })).xml!; },
    select(id) {
      const element = registry.get(id) ?? diagram.getRootElement();
      if (context.readOnly) properties.replaceChildren(...facts(element));
      else editor.get('selection').select(element === diagram.getRootElement() ? [] : element);
      if (element !== diagram.getRootElement()) center(editor, element);
      findings.shown(id);
    },
    mark: (found) => findings.mark(found),
    destroy() {
      quiet.forEach((stop) => stop());
      editor.destroy();
      host.replaceChildren();
    },
  };
};
