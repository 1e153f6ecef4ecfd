// The page of a rehearsal: begins one, looks how it goes, answers its tasks, lets time pass, keeps it as a script, plays scripts again.
import { call } from './lib/api.js';
import { confirmStep } from './lib/confirm.js';
import { busy, find, get, pageData, toast } from './lib/dom.js';
import { sentence, showProblems } from './lib/problems.js';
import { stageTasks } from './lib/rehearse-tasks.js';
import { rehearsalView, type Coverage, type Rehearsal } from './lib/rehearse-view.js';

interface Data {
  procedure: string; version: string; person: string; xml: string; way: Rehearsal['way']; coverage: Coverage; start: string;
  current?: { id: string; procedure: string; name: string; state: string; by: { id: string; name: string } };
}
const page = pageData<Data>();
const view = rehearsalView(page.xml, page);
const problems = get('[data-problems]');
const setup = get<HTMLFormElement>('[data-setup]');
const play = get('[data-play]');
let now: Rehearsal | undefined;
let xml = page.xml;
let turn: ReturnType<typeof setTimeout> | undefined;

const complain = (error: unknown): void => {
  const { message, problems: list = [] } = error as { message: string; problems?: { path: string; message: string }[] };
  showProblems(problems, sentence(message), list);
};
const isOver = (): boolean => now?.state === 'ended' || now?.state === 'failed';
const isMine = (): boolean => now?.by.id === page.person;

const tasks = stageTasks(get('[data-tasks]'), async (answer) => {
  showProblems(problems, '', []);
  await show(await call('POST', `/rehearsals/${now!.id}/answers`, answer));
}, toast);

async function show(state: Rehearsal): Promise<void> {
  now = state;
  const waiting = state.state === 'waiting';
  play.hidden = false;
  setup.hidden = true;
  await view.show(state, xml);
  tasks.show(isOver() ? [] : state.tasks, waiting && isMine());
  document.querySelectorAll<HTMLButtonElement>('[data-limit]').forEach((button) => { button.disabled = !waiting; });
  get('[data-time]').hidden = isOver() || !isMine() || !state.caseNo;
  get('[data-end]').hidden = isOver();
  get('[data-again]').hidden = !isOver();
  get('[data-save]').hidden = !state.caseNo || !(waiting || state.state === 'ended') || !isMine();
  clearTimeout(turn);
  if (!isOver()) turn = setTimeout(look, waiting ? 3_000 : 700);
}

/** Looks again how it goes; a connection that is lost is tried again. */
async function look(): Promise<void> {
  clearTimeout(turn);
  if (document.visibilityState !== 'visible') return void (turn = setTimeout(look, 2_000));
  try {
    await show(await call('GET', `/rehearsals/${now!.id}`));
  } catch (error) {
    if ((error as { status?: number }).status === 404) return complain(error);
    turn = setTimeout(look, 3_000);
  }
}

async function join(id: string): Promise<void> {
  const answer = await fetch(`/api/rehearsals/${encodeURIComponent(id)}/xml`, { credentials: 'same-origin' });
  if (answer.ok) xml = await answer.text();
  await show(await call('GET', `/rehearsals/${encodeURIComponent(id)}`));
}

function theCase(): Record<string, unknown> {
  const given = new FormData(setup);
  const text = (name: string) => String(given.get(name) ?? '');
  const variables = text('variables').trim();
  return {
    start: given.get('start') ?? 'report', title: text('title'), category: text('category'), urgency: text('urgency'), people: Number(text('people')) || 0, grid: text('grid'),
    variables: variables ? JSON.parse(variables) as unknown : {},
  };
}

setup.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(get<HTMLButtonElement>('[data-start]'), async () => {
    showProblems(problems, '', []);
    let given: Record<string, unknown>;
    try {
      given = theCase();
    } catch {
      return showProblems(problems, '带入的变量不是正确的 JSON，请检查引号和逗号。', []);
    }
    try {
      await join((await call('POST', '/rehearsals', { procedure: page.procedure, version: page.version, case: given })).id);
    } catch (error) {
      complain(error);
    }
  });
});

document.querySelectorAll<HTMLButtonElement>('[data-limit]').forEach((button) => button.addEventListener('click', () => void busy(button, async () => {
  showProblems(problems, '', []);
  try {
    await call('POST', `/rehearsals/${now!.id}/time`, { limit: button.dataset.limit });
    await look();
  } catch (error) {
    complain(error);
  }
})));

get<HTMLButtonElement>('[data-end]').addEventListener('click', (event) => void busy(event.currentTarget as HTMLButtonElement, async () => {
  await call('DELETE', `/rehearsals/${now!.id}`).then(show, complain);
}));
get('[data-again]').addEventListener('click', () => location.reload());

const save = get<HTMLFormElement>('[data-save]');
save.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(get<HTMLButtonElement>('button', save), async () => {
    const problem = get('[data-problem]', save);
    problem.textContent = '';
    const name = get<HTMLInputElement>('input', save).value.trim();
    if (!name) return void (problem.textContent = '请给脚本起个名字。');
    try {
      await call('POST', `/rehearsals/${now!.id}/script`, { name });
      toast(`脚本「${name}」已保存，演练结束后可以重跑。`);
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  });
});

document.querySelectorAll<HTMLButtonElement>('[data-run]').forEach((button) => button.addEventListener('click', () => void busy(button, async () => {
  showProblems(problems, '', []);
  try {
    await join((await call('POST', `/rehearsal-scripts/${button.dataset.run}/run`, {})).id);
    problems.scrollIntoView({ block: 'start' });
    play.scrollIntoView({ block: 'nearest' });
  } catch (error) {
    complain(error);
  }
})));
document.querySelectorAll<HTMLButtonElement>('[data-remove]').forEach((button) => button.addEventListener('click', () => confirmStep('删除脚本', `删除「${button.dataset.name}」？它走过的路不再算进覆盖率。`, async () => {
  await call('DELETE', `/rehearsal-scripts/${button.dataset.remove}`);
  location.reload();
})));

const { current } = page;
if (current && current.state !== 'ended' && current.state !== 'failed') {
  if (current.procedure === page.procedure) void join(current.id).catch(complain);
  else {
    find('[data-start]')?.setAttribute('disabled', '');
    showProblems(problems, `${current.by.name} 正在演练「${current.name}」，同时只能有一场。`, [
      { message: '去看那一场', go: () => { location.href = `/procedures/${encodeURIComponent(current.procedure)}/rehearse`; } },
      { message: '结束那一场', go: () => void call('DELETE', `/rehearsals/${current.id}`).then(() => location.reload(), complain) },
    ]);
    void view.rest();
  }
} else void view.rest();
