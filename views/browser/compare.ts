// The page of a comparison: fetches what was chosen on either side, or takes files from the disk, and shows what differs.
import { call, Refused } from './lib/api.js';
import { showComparison, type Difference, type File, type Side } from './lib/comparison.js';
import { find, get, pageData } from './lib/dom.js';

type Name = 'left' | 'right';
interface Reference { procedure: string; version: string; label: string }

const chosen = pageData<Partial<Record<Name, Reference>>>();
const uploaded: Partial<Record<Name, Side>> = {};
const names: Name[] = ['left', 'right'];
let asked = 0;

async function sideOf(name: Name): Promise<Side> {
  const own = uploaded[name];
  if (own) return own;
  const { procedure, version, label } = chosen[name]!;
  const { files } = await call<{ files: File[] }>('GET', `/procedures/${encodeURIComponent(procedure)}/files?version=${encodeURIComponent(version)}`);
  return { label, files };
}

/** What is given to the server: a version by its name, files as they are. */
const reference = (name: Name): object => (uploaded[name] ? { files: uploaded[name]!.files } : { procedure: chosen[name]!.procedure, version: chosen[name]!.version });

/** Of one uploaded file only its counterpart is of interest, not the files that the other side has beside it. */
function only(difference: Difference, [left, right]: [Side, Side]): Difference {
  const own = names.filter((name) => uploaded[name]);
  const few = own.filter((name) => uploaded[name]!.files.length === 1);
  if (few.length === 0 || (left.files.length === 1 && right.files.length === 1)) return difference;
  const files = difference.files?.filter((pair) => few.every((name) => pair[name] !== undefined));
  if (!files?.length) return difference;
  const changes = difference.changes.filter(({ file }) => files.some((pair) => pair.file === file));
  return { equal: changes.every(({ kind }) => kind === 'moved'), changes, files };
}

async function show(): Promise<void> {
  const mine = (asked += 1);
  const problem = get('[data-problem]');
  const wait = get('[data-wait]');
  problem.hidden = true;
  if (names.some((name) => !uploaded[name] && !chosen[name])) {
    wait.textContent = '请在上面选好左右两边的版本，或者上传文件。';
    return;
  }
  wait.textContent = '正在比较…';
  wait.hidden = false;
  try {
    const [left, right, difference] = await Promise.all([sideOf('left'), sideOf('right'), call<Difference>('POST', '/compare', { left: reference('left'), right: reference('right') })]);
    if (mine !== asked) return;
    await showComparison(get('[data-host]'), { left, right, difference: only(difference, [left, right]) });
  } catch (error) {
    if (mine !== asked) return;
    problem.hidden = false;
    get('p', problem).textContent = error instanceof Refused ? error.message : '没有比较成，请刷新页面再试。';
    get('[data-comparison]').hidden = true;
  } finally {
    if (mine === asked) wait.hidden = true;
  }
}

for (const name of names) {
  const input = get<HTMLInputElement>(`[data-upload=${name}]`);
  const own = get(`[data-own=${name}]`);
  input.addEventListener('change', async () => {
    const picked = [...(input.files ?? [])];
    if (picked.length === 0) return;
    const files = await Promise.all(picked.map(async (file) => ({ name: file.name.replace(/\.xml$/i, '.bpmn').replace(/\.json$/i, '.form'), content: await file.text() })));
    uploaded[name] = { label: files.length === 1 ? files[0]!.name : `上传的 ${files.length} 个文件`, files };
    get('span', own).textContent = `用上传的文件比较：${files.map((file) => file.name).join('、')}`;
    own.hidden = false;
    await show();
  });
  get(`[data-drop=${name}]`).addEventListener('click', () => {
    delete uploaded[name];
    input.value = '';
    own.hidden = true;
    void show();
  });
}

get('[data-swap]').addEventListener('click', () => {
  const { left, right } = chosen;
  if (uploaded.left || uploaded.right) {
    // what was uploaded is known only here: it changes sides without a new page
    [uploaded.left, uploaded.right] = [uploaded.right, uploaded.left];
    [chosen.left, chosen.right] = [right, left];
    for (const name of names) {
      if (!uploaded[name]) delete uploaded[name];
      const own = get(`[data-own=${name}]`);
      own.hidden = !uploaded[name];
      get('span', own).textContent = uploaded[name] ? `用上传的文件比较：${uploaded[name]!.label}` : '';
    }
    void show();
    return;
  }
  if (!left || !right) return;
  location.href = `/compare?${new URLSearchParams({ procedure: right.procedure, left: right.version, rightProcedure: left.procedure, right: left.version })}`;
});
// a procedure's versions mean nothing for another one
for (const [field, version] of [['procedure', 'left'], ['rightProcedure', 'right']] as const) {
  find<HTMLSelectElement>(`[name=${field}]`)?.addEventListener('change', () => {
    if (field === 'procedure') { const right = find<HTMLSelectElement>('[name=rightProcedure]'); if (right && chosen.left?.procedure === chosen.right?.procedure) { right.disabled = true; find('[name=right]')?.setAttribute('disabled', ''); } }
    find(`[name=${version}]`)?.setAttribute('disabled', '');
  }, { capture: true });
}
void show();
