// What moving tokens asks for: a list of moves, each from where to where; only from where ends a token, only to where adds one; and variables that are set with it.
import { call } from './api.js';
import type { Diagram } from './diagram.js';
import { get, make } from './dom.js';
import type { Fields } from './intervene-fields.js';

interface Goal { id: string; name: string; type: string }
interface Leaving { key: string; elementId: string; name: string; type: string; startedAt: string; targets: Goal[] }
interface Place { keys: string[]; title: string; targets: Goal[] }

const TYPES: Record<string, string> = { SUB_PROCESS: '整个子流程', MULTI_INSTANCE_BODY: '多方同时办理，整体', CALL_ACTIVITY: '调用的流程', EXCLUSIVE_GATEWAY: '网关', PARALLEL_GATEWAY: '并行网关', END_EVENT: '结束', SERVICE_TASK: '自动', BUSINESS_RULE_TASK: '自动' };
const titled = ({ name, type }: { name: string; type: string }, id = ''): string => `${name || id}${TYPES[type] ? `（${TYPES[type]}）` : ''}`;
const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** The places to leave: those of one element together, then each of them. */
function placesOf(leavings: Leaving[]): Place[] {
  const groups = new Map<string, Leaving[]>();
  for (const one of leavings) groups.set(one.elementId, [...(groups.get(one.elementId) ?? []), one]);
  return [...groups.values()].flatMap((group): Place[] => {
    const one = group[0]!;
    if (group.length === 1) return [{ keys: [one.key], title: titled(one), targets: one.targets }];
    const common = one.targets.filter(({ id }) => group.every(({ targets }) => targets.some((goal) => goal.id === id)));
    return [{ keys: group.map(({ key }) => key), title: `${titled(one)}：全部 ${group.length} 处`, targets: common }, ...group.map((each, at) => ({ keys: [each.key], title: `${titled(each)}：第 ${at + 1} 处，${time.format(new Date(each.startedAt))} 开始`, targets: each.targets }))];
  });
}

interface Line { part: HTMLElement; moves(): { leave?: string; to?: string }[] }

/** @throws when there is nothing that can be moved, in words for people */
export async function moving(key: string, view: Diagram, dialog: HTMLDialogElement): Promise<Fields> {
  const { leavings, begins } = await call<{ leavings: Leaving[]; begins: Goal[] }>('GET', `/instances/${key}/interventions`);
  if (leavings.length === 0) throw new Error('流程正在两个环节之间，没有可以移动的环节，请稍候再试。');
  const places = placesOf(leavings);
  const lines: Line[] = [];
  const variables: { part: HTMLElement; name: HTMLInputElement; value: HTMLInputElement }[] = [];
  const [moves, values] = [make('div', { class: 'ld-moves' }), make('div', { class: 'ld-moves' })];
  const fields: Fields = { parts: [], read };
  let made = 0;

  function remover(what: string, remove: () => void): HTMLElement {
    const button = make('button', { class: 'btn', type: 'button', 'aria-label': what }, '去掉');
    button.addEventListener('click', () => { remove(); fields.changed?.(); });
    return button;
  }

  function addLine(): void {
    const id = made === 0 ? '' : `-${made + 1}`;
    made += 1;
    const taken = new Set(lines.flatMap((line) => line.moves().flatMap(({ leave }) => leave ?? [])));
    const from = make('select', { class: 'form-select', id: `move-from${id}` }, ...places.map(({ title }, at) => make('option', { value: String(at) }, title)), make('option', { value: '' }, '不离开，另外开始一路'));
    const to = make('select', { class: 'form-select', id: `move-to${id}` });
    const place = (): Place | undefined => (from.value ? places[Number(from.value)] : undefined);
    const targets = (): Goal[] => place()?.targets ?? begins;
    const offer = (): void => to.replaceChildren(make('option', { value: '' }, '请选择'), ...(from.value ? [make('option', { value: '-' }, '不再往下走，就此结束')] : []), ...targets().map((goal) => make('option', { value: goal.id }, titled(goal, goal.id))));
    const free = places.findIndex(({ keys }) => keys.every((one) => !taken.has(one)));
    from.value = free < 0 ? '' : String(free);
    offer();
    from.addEventListener('change', offer);
    const onDiagram = make('button', { class: 'btn', type: 'button', 'data-on-diagram': '' }, '在图上选');
    onDiagram.addEventListener('click', () => {
      dialog.close();
      get('[data-choosing]').hidden = false;
      get('[data-choosing]').scrollIntoView({ block: 'center' });
      view.choose(targets().map((goal) => goal.id), (chosen) => {
        view.choose();
        get('[data-choosing]').hidden = true;
        to.value = chosen;
        dialog.showModal();
        fields.changed?.();
      });
    });
    const pick = make('div', { class: 'ld-pick' }, to, onDiagram);
    const line: Line = {
      part: make('fieldset', { class: 'ld-move' },
        make('legend', {}, `第 ${lines.length + 1} 处`), make('label', { class: 'form-label', for: from.id }, '离开哪个环节'), from, make('label', { class: 'form-label', for: to.id }, '从哪个环节接着办'), pick),
      moves: () => (to.value === '' ? [] : (place()?.keys ?? [undefined]).map((leave) => ({ ...(leave ? { leave } : {}), ...(to.value === '-' ? {} : { to: to.value }) }))),
    };
    if (lines.length > 0) pick.append(remover(`去掉第 ${lines.length + 1} 处`, () => { lines.splice(lines.indexOf(line), 1); line.part.remove(); numbered(); }));
    lines.push(line);
    moves.append(line.part);
    numbered();
  }

  /** One alone needs no number. */
  function numbered(): void {
    for (const [at, { part }] of lines.entries()) {
      part.querySelector('legend')!.textContent = `第 ${at + 1} 处`;
      part.classList.toggle('ld-alone', lines.length === 1);
    }
  }

  function addVariable(): void {
    const at = variables.length + 1;
    const name = make('input', { class: 'form-control', 'aria-label': `第 ${at} 个变量的名字`, placeholder: '变量名', maxlength: '80', autocomplete: 'off', spellcheck: 'false' });
    const value = make('input', { class: 'form-control ld-mono', 'aria-label': `第 ${at} 个变量的值`, placeholder: '值，例如 "镇" 或 3', autocomplete: 'off', spellcheck: 'false' });
    const one = { part: make('div', { class: 'ld-set' }, name, value), name, value };
    one.part.append(remover(`去掉第 ${at} 个变量`, () => { variables.splice(variables.indexOf(one), 1); one.part.remove(); }));
    variables.push(one);
    values.append(one.part);
    name.focus();
  }

  function read(): object | string {
    if (lines.some((line) => line.moves().length === 0)) return '请选要去的环节，可以在流程图上点选。';
    if (variables.some(({ name, value }) => !name.value.trim() || !value.value.trim())) return '请写变量的名字和值，或者去掉它。值按 JSON 填写：文字加英文双引号。';
    return { kind: 'move', moves: lines.flatMap((line) => line.moves()), ...(variables.length > 0 ? { variables: variables.map(({ name, value }) => ({ name: name.value.trim(), value: value.value })) } : {}) };
  }

  const [more, set] = [make('button', { class: 'btn', type: 'button', 'data-more-moves': '' }, '再移一处'), make('button', { class: 'btn', type: 'button', 'data-set-variable': '' }, '同时设置变量')];
  more.addEventListener('click', () => { addLine(); fields.changed?.(); });
  set.addEventListener('click', () => { addVariable(); fields.changed?.(); });
  addLine();
  fields.parts = [moves, values, make('div', { class: 'ld-move-more' }, more, set)];
  return fields;
}
