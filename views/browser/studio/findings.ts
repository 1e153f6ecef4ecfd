// What the check has found: how much, on the bar; what, in a drawer below the editor. A press leads to where it is.
import { get } from '../lib/dom.js';
import { ordered } from './blank.js';
import type { Finding } from './editor.js';

export interface Findings { draw(found: Finding[]): void; open(): void }

/** @param place what a file is called; @param go leads to a finding */
export function findingsDrawer({ place, go }: { place(file: string): string; go(finding: Finding): void }): Findings {
  const [drawer, toggle, count] = [get('[data-findings]'), get<HTMLButtonElement>('[data-toggle-findings]'), get('[data-count]')];
  const template = get<HTMLTemplateElement>('#finding');
  const show = (open: boolean): void => {
    drawer.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    dispatchEvent(new Event('resize'));
  };
  toggle.addEventListener('click', () => show(drawer.hidden !== false));
  get('[data-close-findings]', drawer).addEventListener('click', () => { show(false); toggle.focus(); });
  return {
    open: () => show(true),
    draw(found) {
      const errors = found.filter(({ severity }) => severity === 'error').length;
      count.hidden = found.length === 0;
      count.textContent = String(found.length);
      count.className = `ld-count ${errors ? 'is-wrong' : 'is-warned'}`;
      get('[data-findings-words]', drawer).textContent = found.length === 0 ? '没有发现问题，可以提交审批。' : [errors ? `${errors} 处错误，改好才能提交` : '', found.length > errors ? `${found.length - errors} 处提醒` : ''].filter(Boolean).join(' · ');
      get('ol', drawer).replaceChildren(...ordered(found).map((finding) => {
        const item = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
        item.className = finding.severity === 'error' ? 'is-wrong' : 'is-warned';
        item.querySelectorAll<HTMLElement>('[data-icon]').forEach((icon) => { if (icon.dataset.icon !== finding.severity) icon.remove(); });
        get('[data-message]', item).textContent = finding.message;
        get('[data-place]', item).textContent = place(finding.file);
        get('button', item).onclick = () => go(finding);
        return item;
      }));
    },
  };
}
