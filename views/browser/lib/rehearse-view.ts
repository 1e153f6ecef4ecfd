// What is told of a rehearsal: its clock, what is under way, findings, the log, and coverage in figures and on the diagram.
import { dateTime } from '../../helpers/format.js';
import { diagram, type Standing } from './diagram.js';
import { find, get, make } from './dom.js';

export interface Part { id: string; kind: string; name: string }
export interface Coverage { covered: number; total: number; missing: Part[] }
export interface Rehearsal {
  id: string; procedure: string; by: { id: string; name: string }; state: 'starting' | 'running' | 'waiting' | 'ended' | 'failed'; doing?: string; failure?: string; now?: string; status?: string; over?: boolean;
  caseNo?: string; tasks: any[]; way: { elements: string[]; flows: string[] }; counts: Standing['counts']; incidents: { element: string; name: string; procedure: string; message: string }[]; coverage?: Coverage;
  log: { at: string; text: string; tone?: string }[]; findings: string[]; verdict?: 'passed' | 'failed'; script?: { id: string; name: string };
}

const percent = ({ covered, total }: Coverage): number => (total ? Math.floor((covered / total) * 100) : 0);

const note = (tone: string, title: string, lines: string[]): HTMLElement =>
  make('div', { class: `ld-alert ld-alert-${tone}`, role: 'status' }, make('div', {}, make('b', {}, title), ...lines.map((line) => make('p', {}, line))));

/** @param saved what the scripts that are kept walked together */
export function rehearsalView(xml: string, saved: { way: Rehearsal['way']; coverage: Coverage }) {
  const view = diagram(get('[data-diagram]'), () => undefined);
  const toggle = get<HTMLButtonElement>('[data-show-missed]');
  let drawn = xml;
  let last: Rehearsal | undefined;

  /** What neither this rehearsal nor any script has walked. */
  function missing(): Part[] {
    if (!last?.coverage) return saved.coverage.missing;
    const also = new Set(saved.coverage.missing.map(({ id }) => id));
    return saved.coverage.covered ? last.coverage.missing.filter(({ id }) => also.has(id)) : last.coverage.missing;
  }

  function coverage(): void {
    const own = last?.coverage;
    const all = { total: (own ?? saved.coverage).total, covered: (own ?? saved.coverage).total - missing().length, missing: missing() };
    const words = (one: Coverage) => `${percent(one)}%（${one.covered}/${one.total}）`;
    get('[data-covered]').textContent = own ? `这次走到 ${words(own)}${saved.coverage.covered ? `，连同已存脚本 ${words(all)}` : ''}` : `已存脚本一共走到 ${words(all)}`;
    get<HTMLProgressElement>('[data-bar]').value = percent(all);
    get('[data-missing-box]').hidden = all.missing.length === 0 || all.covered === 0;
    get('[data-missing-count]').textContent = `还没有走到的 ${all.missing.length} 处`;
    get('[data-missing]').replaceChildren(...all.missing.map(({ kind, name }) => make('li', {}, `${kind === 'flow' ? '连线' : ''}${name}`)));
  }

  async function paint(): Promise<void> {
    const missed = toggle.getAttribute('aria-pressed') === 'true' ? missing().map(({ id }) => id) : [];
    const counts = last ? last.counts : Object.fromEntries(saved.way.elements.map((id) => [id, { active: 0, completed: 1, terminated: 0 }]));
    await view.paint(drawn, {
      instance: { key: '', procedure: '', definitionKey: '', state: last?.over ? 'completed' : 'active' }, counts, flows: (last ?? saved).way.flows, children: [], missed,
      incidents: (last?.incidents ?? []).map(({ element }) => ({ elementId: element, state: 'open' })),
    });
  }

  toggle.addEventListener('click', () => {
    toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') !== 'true'));
    void paint();
  });
  find('[data-legend]')?.insertBefore(make('span', { class: 'ld-key ld-key-missed' }, '没走到'), find('[data-where]'));

  function findings(now: Rehearsal): Node[] {
    const broken = now.incidents.map(({ name, procedure, message }) => `「${name}」（${procedure}）：${message}`);
    return [
      ...(now.state === 'failed' ? [note('late', '演练没有成功', [now.failure ?? ''])] : []),
      ...(now.verdict === 'passed' ? [note('done', `脚本「${now.script?.name ?? ''}」走通了，与存下时一致`, [])] : []),
      ...(now.findings.length ? [note('late', now.verdict === 'failed' ? `脚本「${now.script?.name ?? ''}」有出入` : '请注意', now.findings)] : []),
      ...(broken.length ? [note('late', '流程出现异常，案件停在这里', broken)] : []),
      ...(now.state === 'ended' && now.state && now.over ? [note('done', `案件已走完：${now.status}`, [])] : now.state === 'ended' ? [note('still', '演练已结束', [])] : []),
    ];
  }

  let logged = 0;
  return {
    /** Draws what the saved scripts walked, as long as nothing runs. */
    async rest() {
      coverage();
      await paint();
    },
    async show(now: Rehearsal, ownXml: string) {
      [last, drawn] = [now, ownXml];
      get('[data-now]').textContent = now.now ? dateTime(now.now) : '—';
      const status = get('[data-status]');
      status.hidden = !now.status;
      status.textContent = now.status ?? '';
      const doing = get('[data-doing]');
      doing.hidden = !now.doing;
      doing.textContent = now.doing ?? '';
      get('[data-findings]').replaceChildren(...findings(now));
      if (now.log.length !== logged) {
        logged = now.log.length;
        const list = get('[data-log]');
        list.replaceChildren(...now.log.map(({ at, text, tone }) => make('li', tone ? { class: `is-${tone}` } : {}, make('time', { datetime: at }, dateTime(at)), text)));
        list.scrollTop = list.scrollHeight;
      }
      coverage();
      await paint();
    },
  };
}
