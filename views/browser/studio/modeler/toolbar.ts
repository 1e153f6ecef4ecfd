// The bar above the canvas: undo, redo, zoom, search, minimap and the try-out of tokens, all in words or with their keys.
import { make } from '../../lib/dom.js';
import { fit } from './fit.js';

/** Drawn on 24 by 24, as the icons of the pages are. */
const DRAWINGS: Record<string, string> = {
  undo: 'M9 14l-4 -4l4 -4M5 10h11a4 4 0 1 1 0 8h-1', redo: 'M15 14l4 -4l-4 -4M19 10h-11a4 4 0 1 0 0 8h1', search: 'M10 10m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M21 21l-6 -6',
  in: 'M10 10m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M7 10l6 0M10 7l0 6M21 21l-6 -6', out: 'M10 10m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M7 10l6 0M21 21l-6 -6',
  fit: 'M4 8v-2a2 2 0 0 1 2 -2h2M4 16v2a2 2 0 0 0 2 2h2M16 4h2a2 2 0 0 1 2 2v2M16 20h2a2 2 0 0 0 2 -2v-2', map: 'M3 7l6 -3l6 3l6 -3v13l-6 3l-6 -3l-6 3v-13M9 4v13M15 7v13', play: 'M7 4v16l13 -8z',
};

function drawing(name: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  path.setAttribute('d', DRAWINGS[name]!);
  svg.append(path);
  return svg;
}

interface Tool { name: string; label: string; keys?: string; words?: boolean; act(): void }

export interface Toolbar { bar: HTMLElement; refresh(): void }

/** @param editing whether the diagram can be changed */
export function toolbar(editor: any, editing: boolean): Toolbar {
  const service = (name: string): any => editor.get(name, false);
  const stack = service('commandStack');
  const step = (by: number) => (): void => { editor.get('zoomScroll').stepZoom(by); };
  const simulating = (): boolean => Boolean(service('toggleMode')?._active);
  const edit: Tool[] = [
    { name: 'undo', label: '撤销', keys: 'Ctrl+Z', act: () => stack.undo() }, { name: 'redo', label: '重做', keys: 'Ctrl+Y', act: () => stack.redo() },
  ];
  const look: Tool[] = [
    { name: 'out', label: '缩小', keys: 'Ctrl+-', act: step(-1) }, { name: 'in', label: '放大', keys: 'Ctrl++', act: step(1) }, { name: 'fit', label: '看全图', act: () => fit(editor) },
    { name: 'map', label: '小地图', act: () => service('minimap')?.toggle() },
  ];
  const find: Tool[] = [{
    name: 'search', // the pad closes on the click that is still under way
    label: '查找元素', keys: 'Ctrl+F', act: () => { setTimeout(() => service('searchPad')?.toggle()); },
  }];
  const walk: Tool[] = [{ name: 'play', label: '走一遍', words: true, act: () => { service('toggleMode')?.toggleMode(); refresh(); } }];

  const buttons = new Map<string, HTMLButtonElement>();
  const group = (tools: Tool[]): HTMLElement => make('div', { class: 'ld-bpmn-tools', role: 'group' }, ...tools.map(({ name, label, keys, words, act }) => {
    const button = make('button', { type: 'button', class: 'ld-bpmn-tool', title: keys ? `${label}（${keys}）` : label, 'aria-label': label }, drawing(name), ...(words ? [make('span', {}, label)] : []));
    button.addEventListener('click', act);
    buttons.set(name, button);
    return button;
  }));

  function refresh(): void {
    const walking = simulating();
    const frame = editor.get('canvas').getContainer().closest('.ld-bpmn');
    frame?.classList.toggle('is-walking', walking);
    // while tokens walk nothing can be changed
    frame?.querySelector('.ld-bpmn-properties')?.toggleAttribute('inert', walking);
    if (stack) {
      buttons.get('undo')!.disabled = walking || !stack.canUndo();
      buttons.get('redo')!.disabled = walking || !stack.canRedo();
    }
    const button = buttons.get('play');
    if (!button) return;
    button.setAttribute('aria-pressed', String(walking));
    button.querySelector('span')!.textContent = walking ? '回到编辑' : '走一遍';
    button.title = walking ? '结束模拟，回到编辑' : '让一个令牌沿流程走一遍，看看走不走得通（T）';
  }

  const bar = make('div', { class: 'ld-bpmn-bar', role: 'toolbar', 'aria-label': '流程图工具' }, ...(editing ? [group(edit)] : []), group(look), ...(editing ? [group(find), group(walk)] : []));
  editor.on('commandStack.changed', refresh);
  editor.on('tokenSimulation.toggleMode', refresh);
  refresh();
  return { bar, refresh };
}
