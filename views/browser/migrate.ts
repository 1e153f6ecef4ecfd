// The migration page: choose versions, see what goes where, try one case, then move the rest and watch.
import { call, Refused } from './lib/api.js';
import { busy, get, make, pageData, toast } from './lib/dom.js';
import { every } from './lib/live.js';
import { caseLine, sum } from './migrate/cases.js';
import { drawMapping } from './migrate/mapping.js';
import { pictures } from './migrate/pictures.js';
import { isOpen, progress } from './migrate/progress.js';
import { label, type Candidate, type Hindrance, type Mapped, type Migration, type Preflight, type Row } from './migrate/types.js';

const { id } = pageData<{ id: string }>();
const path = `/procedures/${encodeURIComponent(id)}/migrations`;
const [from, to, reason] = [get<HTMLSelectElement>('#from'), get<HTMLSelectElement>('#to'), get<HTMLTextAreaElement>('#reason')];
const source = get('[data-source]');
const begin = Object.fromEntries(['one', 'rest', 'dry'].map((mode) => [mode, get<HTMLButtonElement>(`[data-mode=${mode}]`)])) as Record<Migration['mode'], HTMLButtonElement>;
let mapping: Mapped[] = [];
let state: Preflight | undefined;
let past: Migration[] = [];
let size = 20;

const drawn = pictures(id, (element) => {
  const line = document.querySelector<HTMLElement>(`[data-element="${CSS.escape(element)}"]`);
  line?.closest('details')?.setAttribute('open', '');
  line?.scrollIntoView({ block: 'nearest' });
});
const shown = progress(path, () => void look());
const wanted = () => ({ ...(to.value ? { to: to.value } : {}), ...(from.value ? { from: [from.value] } : {}), mapping });

function options(select: HTMLSelectElement, all: [string, string][], chosen: string): void {
  select.replaceChildren(...all.map(([value, text]) => make('option', { value, ...(value === chosen ? { selected: '' } : {}) }, text)));
}

/** What the page shows of a pre-flight. */
async function draw(made: Preflight): Promise<void> {
  state = made;
  options(to, made.versions.map((one) => [one.definitionKey, `${label(one)}${one === made.versions[0] ? '（现行）' : ''}`]), made.to.definitionKey);
  options(from, [['', '全部更旧的版本'], ...made.versions.filter(({ definitionKey }) => definitionKey !== made.to.definitionKey).map((one): [string, string] => [one.definitionKey, `${label(one)} · 在办 ${one.running} 件`])], from.value);
  const select = get<HTMLSelectElement>('select', source);
  source.hidden = made.from.length < 2;
  options(select, made.from.map((one) => [one.definitionKey, label(one)]), made.from.some(({ definitionKey }) => definitionKey === select.value) ? select.value : made.from[0]?.definitionKey ?? '');
  get('[data-new-title]').textContent = `目标：${label(made.to)}`;
  get('[data-sum]').textContent = sum(made);
  get('[data-cases]').replaceChildren(...made.items.map((one) => caseLine(one, { tryIt: (chosen) => void start('one', [chosen.caseNo]), anew: openAnew })));
  get('[data-more-cases]').hidden = made.items.length >= made.total || size >= 100;
  await drawPlan();
  offer();
}

async function drawPlan(): Promise<void> {
  if (!state) return;
  const key = get<HTMLSelectElement>('select', source).value;
  const plan = state.plans.find((one) => one.from === key) ?? state.plans[0];
  const version = state.from.find(({ definitionKey }) => definitionKey === plan?.from);
  get('[data-old]').closest('figure')!.hidden = !plan;
  get('[data-old-title]').textContent = version ? `原版本：${label(version)}` : '原版本';
  drawMapping(get('[data-map]'), plan, state.targets, (row, goal) => { mapping = [...mapping.filter(({ from: old, element }) => old !== plan!.from || element !== row.id), { from: plan!.from, element: row.id, to: goal }]; void look(); }, (row: Row) => drawn.show(row));
  await drawn.draw(state, plan);
}

/** Which buttons can be pressed now. */
function offer(): void {
  const running = past.some(isOpen);
  const tried = past.some(({ mode, counts, toVersion }) => mode !== 'dry' && counts.moved > 0 && toVersion === (state?.to.release ?? state?.to.version));
  const able = state?.able ?? 0;
  begin.one.disabled = running || able === 0;
  begin.rest.disabled = running || able === 0 || !tried;
  begin.dry.disabled = !state?.total;
  begin.rest.textContent = able > 0 ? `迁移其余 ${able} 件` : '迁移其余案件';
  begin.rest.title = tried ? '' : '先试迁一件，看过结果后再迁移其余的';
  for (const [mode, button] of Object.entries(begin)) button.classList.toggle('btn-primary', mode === (tried ? 'rest' : 'one'));
}

/** Asks anew how things stand, and shows it. */
async function look(): Promise<void> {
  const problem = get('[data-problem]');
  try {
    const [made, list] = await Promise.all([call<Preflight>('POST', `${path}/preflight`, { ...wanted(), size }), call<{ items: Migration[] }>('GET', path)]);
    problem.textContent = '';
    past = list.items;
    shown.past(past);
    await draw(made);
  } catch (error) {
    problem.textContent = words(error);
  }
}

const words = (error: unknown): string => (error instanceof Refused ? [error.message, ...error.problems.map(({ message }) => message)].join('；') : '没有办成，请再试一次。');

async function start(mode: Migration['mode'], cases?: string[]): Promise<void> {
  const problem = get('[data-begin-problem]');
  problem.textContent = '';
  if (reason.value.trim().length < 2) {
    problem.textContent = '请写明为什么要迁移，它会写进流程的历史和每件案件的时间线。';
    return reason.focus();
  }
  await busy(begin[mode], async () => {
    try {
      const made = await call<Migration>('POST', path, { ...wanted(), mode, reason: reason.value.trim(), ...(cases ? { cases } : {}) });
      await shown.show(made);
      get('[data-progress]').scrollIntoView({ behavior: 'smooth', block: 'start' });
      await look();
    } catch (error) {
      problem.textContent = words(error);
    }
  });
}

const dialog = get<HTMLDialogElement>('[data-anew]');
let leaving: { candidate: Candidate; hindrance: Hindrance } | undefined;
function openAnew(candidate: Candidate, hindrance: Hindrance): void {
  leaving = { candidate, hindrance };
  get('[data-anew-what]', dialog).textContent = `${candidate.caseNo}「${candidate.title}」：${hindrance.text}。`;
  get('[data-differs]', dialog).textContent = `${state!.whatDiffers}。`;
  get('[data-anew-problem]', dialog).textContent = '';
  options(get('#anew-at', dialog), hindrance.ways!.map(({ id: at, name }) => [at, name]), '');
  dialog.showModal();
}
get('[data-close]', dialog).addEventListener('click', () => dialog.close());
const confirm = get<HTMLButtonElement>('[data-confirm]', dialog);
confirm.addEventListener('click', () => void busy(confirm, async () => {
  const why = get<HTMLTextAreaElement>('#anew-reason', dialog).value.trim();
  const problem = get('[data-anew-problem]', dialog);
  if (why.length < 2) return void (problem.textContent = '请写明原因。');
  try {
    await call('POST', `/procedures/${encodeURIComponent(id)}/anew`, { instance: leaving!.candidate.instanceKey, element: leaving!.hindrance.key, at: get<HTMLSelectElement>('#anew-at', dialog).value, to: to.value, mapping: mapping.filter((one) => one.from === leaving!.candidate.from), reason: why });
    dialog.close();
    toast('已在所选环节重新开始，稍候即可迁移。');
    setTimeout(() => void look(), 1_500);
  } catch (error) {
    problem.textContent = words(error);
  }
}));

for (const [mode, button] of Object.entries(begin)) button.addEventListener('click', () => void start(mode as Migration['mode']));
for (const select of [from, to]) select.addEventListener('change', () => { mapping = []; if (select === to) from.value = ''; void look(); });
get('select', source).addEventListener('change', () => void drawPlan());
get('[data-more-cases]').addEventListener('click', () => { size = Math.min(100, size + 40); void look(); });

await look();
const open = past.find(isOpen);
if (open) await shown.show(open);
every(1.5, async () => { await shown.refresh(); });
