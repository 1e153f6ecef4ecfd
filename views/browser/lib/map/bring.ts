// An administrator brings outlines of grids from a GeoJSON file: checked first, then kept; each problem is told by its place in the file.
import { call, Refused } from '../api.js';
import { busy, find, get } from '../dom.js';
import { showProblems } from '../problems.js';

export function bringOutlines(): void {
  const dialog = find<HTMLDialogElement>('[data-bring]');
  if (!dialog) return;
  const file = get<HTMLInputElement>('[type=file]', dialog);
  const said = get('[data-said]', dialog);
  const problems = get('[data-problems]', dialog);
  find('[data-open-bring]')?.addEventListener('click', () => dialog.showModal());
  get('[data-close]', dialog).addEventListener('click', () => dialog.close());

  async function send(check: boolean): Promise<void> {
    showProblems(problems, '', []);
    said.textContent = '';
    const chosen = file.files?.[0];
    if (!chosen) return showProblems(problems, '请先选择 GeoJSON 文件。', []);
    let content: object;
    try {
      content = JSON.parse(await chosen.text());
    } catch {
      return showProblems(problems, '这个文件不是 JSON，请选择 GeoJSON 文件。', []);
    }
    try {
      const { type, features } = content as { type?: unknown; features?: unknown };
      const { brought, replaced } = await call('POST', `/grids/outlines?from=${get<HTMLSelectElement>('select', dialog!).value}${check ? '&check=true' : ''}`, { type, features });
      const words = `${brought} 个网格的边界（其中 ${replaced} 个替换原有的）`;
      said.textContent = check ? `检查通过：${words}可以导入。` : `已导入 ${words}。`;
      if (!check) setTimeout(() => location.reload(), 1_200);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      showProblems(problems, error.message, error.problems);
    }
  }
  for (const [name, check] of [['[data-check]', true], ['[data-send]', false]] as const) {
    const button = get<HTMLButtonElement>(name, dialog);
    button.addEventListener('click', () => void busy(button, () => send(check)));
  }
}
