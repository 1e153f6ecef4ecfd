// The running cases with their verdicts: what can go, and what cannot and why, and what is offered instead.
import { make } from '../lib/dom.js';
import type { Candidate, Hindrance, Preflight } from './types.js';

const offer: Record<string, string> = { finish: '可以留在原版本办完', wait: '过一会儿再看' };

export function caseLine(candidate: Candidate, { tryIt, anew }: { tryIt(candidate: Candidate): void; anew(candidate: Candidate, hindrance: Hindrance): void }): HTMLElement {
  const { caseNo, title, version, ok, places, hindrances } = candidate;
  const main = make('div', { class: 'ld-item-main' },
    make('span', { class: 'ld-item-head' }, make('b', {}, title), make('span', { class: `ld-tag ld-${ok ? 'done' : 'late'}` }, ok ? '可以迁移' : '不能迁移')),
    make('span', { class: 'ld-item-meta' }, make('a', { class: 'ld-mono', href: `/cases/${encodeURIComponent(caseNo)}` }, caseNo), make('span', {}, `在第 ${version} 版`), make('span', {}, `现在：${places.join('、') || '两个环节之间'}`)));
  for (const hindrance of hindrances) {
    const words = hindrance.offers.filter((one) => offer[one]).map((one) => offer[one]).join('；');
    const why = make('p', { class: 'ld-migrate-why' }, `${hindrance.text}。`, make('small', {}, words ? `${words}。` : ''));
    if (hindrance.ways?.length) {
      const button = make('button', { type: 'button', class: 'btn' }, '换个环节重新办理…');
      button.addEventListener('click', () => anew(candidate, hindrance));
      why.append(button);
    }
    main.append(why);
  }
  const side = make('div', { class: 'ld-item-side' });
  if (ok) {
    const button = make('button', { type: 'button', class: 'btn' }, '试迁这一件');
    button.addEventListener('click', () => tryIt(candidate));
    side.append(button);
  }
  return make('li', { class: 'ld-item', 'data-case': caseNo }, main, ...(ok ? [side] : []));
}

/** What all of them come to, in one sentence. */
export function sum({ able, total, hidden }: Preflight): string {
  if (total === 0) return `原版本上没有您能看到的在办案件${hidden ? `（另有 ${hidden} 件不在您的范围内）` : ''}。`;
  const rest = total - able;
  return [`共 ${total} 件`, `可以迁移 ${able} 件`, ...(rest ? [`不能 ${rest} 件`] : []), ...(hidden ? [`另有 ${hidden} 件不在您的范围内，不会迁移`] : [])].join('，') + '。';
}
