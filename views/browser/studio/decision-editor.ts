// The decision editor: tables as policy staff read them, how several hang together, and a panel that tries them on the engine.
import DmnModeler from 'dmn-js/lib/Modeler.js';
import DmnViewer from 'dmn-js/lib/NavigatedViewer.js';
import { make } from '../lib/dom.js';
import { chineseModule, said } from './decision-words.js';
import type { Finding, OpenEditor } from './editor.js';
import { marks, type Mark } from './marks.js';
import { speak } from './rendered-words.js';
import { tabs } from './tabs.js';
import { tryoutPanel } from './tryout.js';

interface View { id: string; type: string; name?: string; element: any }
interface Dmn {
  importXML(xml: string): Promise<unknown>; saveXML(options: object): Promise<{ xml: string }>; getViews(): View[]; getActiveView(): View | undefined; open(view: View): Promise<unknown>;
  getActiveViewer(): { get(name: string): any; on(event: string, heard: () => void): void } | undefined; on(event: string, heard: (event: any) => void): void; destroy(): void; _viewers: Record<string, unknown>;
}

const speech = {
  where: '.dmn-js-parent, .dmn-decision-table-container, .context-menu, .djs-palette, .djs-context-pad, .djs-popup, .bjs-powered-by',
  except: '.cell:not(.hit-policy):not(.create-inputs), .cm-content, text, .decision-table-name, [contenteditable]', say: said,
};

/** Every element below one that has an id, with the decision that it belongs to. */
function decisionOf(definitions: any, element: string): any {
  const holds = (one: any): boolean => one.id === element || Object.values(one).flat().some((inner: any) => inner?.$type && inner !== one.$parent && one !== inner && inner.$parent === one && holds(inner));
  return (definitions.drgElement ?? []).find(holds);
}

/** The table with the most rules. */
const longest = (views: View[]): View | undefined => {
  const rows = ({ element }: View): number => element.decisionLogic?.rule?.length ?? 0;
  return views.filter(({ type }) => type === 'decisionTable').sort((a, b) => rows(b) - rows(a))[0];
};

/** Keeps the column that names each row in place while its table is scrolled sideways. */
function pinned(view: View | undefined): string {
  const column = view?.element.decisionLogic?.output?.find(({ name, label }: { name?: string; label?: string }) => name === 'name' || label === '名称');
  if (!column) return '';
  const at = `[data-col-id="${CSS.escape(column.id)}"]`;
  return `.ld-dmn :is(td, th)${at} { position: sticky; left: 56px; background-color: #fff; z-index: 1; box-shadow: inset -1px 0 #000; } .ld-dmn thead th${at} { z-index: 3; } .ld-dmn th { scroll-margin-inline-start: 256px; }`;
}

export const openDecisionEditor: OpenEditor = async (host, content, context) => {
  const place = make('div', { class: 'ld-dmn-place' });
  const options = { additionalModules: [chineseModule] };
  const Editor = (context.readOnly ? DmnViewer : DmnModeler) as new (options: object) => Dmn;
  const editor = new Editor({ container: place, drd: options, decisionTable: options, literalExpression: options, boxedExpression: options });
  const key = (view: View): string => view.element.id;
  const bar = tabs('决策', [], (id) => { const view = editor.getViews().find((one) => key(one) === id); if (view) void editor.open(view); });
  const work = make('div', { class: 'ld-dmn' }, make('div', { class: 'ld-dmn-work' }, bar.element, place));
  host.replaceChildren(work);
  const quiet = speak(speech);
  const style = marks(host);
  const pins = make('style');
  host.append(pins);
  let found: Mark[] = [];
  let matched: string[] = [];
  const draw = (): void => style.show([...matched.map((rule): Mark => ({ selector: `.ld-dmn [data-row-id="${CSS.escape(rule)}"]`, severity: 'match' })), ...found]);
  const xml = async (): Promise<string> => (await editor.saveXML({ format: true })).xml;
  const panel = context.readOnly ? undefined : tryoutPanel({ read: xml, matched: (rules) => { matched = rules; draw(); }, select: (element) => select(element) });
  if (panel) work.append(panel.element);

  let quietUntilOpen = true;
  const heard = new Set<unknown>();
  function listen(): void {
    const viewer = editor.getActiveViewer();
    if (!viewer || heard.has(viewer)) return;
    heard.add(viewer);
    viewer.on('commandStack.changed', () => {
      if (quietUntilOpen) return;
      matched = [];
      draw();
      context.changed();
      redraw();
    });
  }
  function redraw(): void {
    const active = editor.getActiveView();
    // a reader's heads of columns do not say which they are: cells alone would part from theirs
    pins.textContent = context.readOnly ? '' : pinned(active);
    const views = editor.getViews();
    const decisions = views.filter(({ type }) => type !== 'drd');
    bar.draw(decisions.length > 1 ? [...views.filter(({ type }) => type === 'drd').map((view) => ({ id: key(view), name: '总图' })), ...decisions.map((view) => ({ id: key(view), name: view.element.name || view.element.id }))] : [], active ? key(active) : '');
    panel?.show(active && active.type !== 'drd' ? active.element : decisions.length === 1 ? decisions[0]!.element : undefined);
  }
  editor.on('views.changed', () => { listen(); redraw(); });
  await editor.importXML(content);
  // A file with several decisions bears the name of the one that procedures ask; a table is what its reader came for, not an expression, and the longest of them.
  const file = context.files().find((one) => one.content === content)?.name.replace(/\.dmn$/, '');
  const decisions = editor.getViews().filter(({ type }) => type !== 'drd');
  const first = decisions.find((view) => key(view) === file && view.type === 'decisionTable') ?? longest(decisions) ?? decisions[0];
  if (first) await editor.open(first);
  listen();
  redraw();
  quietUntilOpen = false;

  async function select(element: string): Promise<void> {
    const decision = decisionOf((editor as any).getDefinitions(), element);
    const view = editor.getViews().find((one) => one.type !== 'drd' && one.element === decision);
    if (view && view !== editor.getActiveView()) await editor.open(view);
    const cell = place.querySelector<HTMLElement>(`[data-element-id="${CSS.escape(element)}"], [data-row-id="${CSS.escape(element)}"]`);
    cell?.scrollIntoView({ block: 'center', inline: 'center' });
    cell?.click();
    // a column that was asked for, not opened
    if (!cell) place.querySelector(`th[data-col-id="${CSS.escape(element)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
  return {
    read: xml,
    select: (element) => void select(element),
    mark(findings: Finding[]) {
      found = findings.flatMap(({ element, severity }) => (element ? [`.ld-dmn [data-element-id="${CSS.escape(element)}"]`, `.ld-dmn [data-row-id="${CSS.escape(element)}"]`].map((selector) => ({ selector, severity })) : []));
      draw();
    },
    destroy() {
      quiet();
      editor.destroy();
    },
  };
};
