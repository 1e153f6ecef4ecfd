// A live diagram with a switcher between an instance and those that it calls.
import { diagram, type Diagram } from './diagram.js';
import { get, make } from './dom.js';
import { hears, whenChanged } from './changes.js';
import { every } from './live.js';

export interface Choice { key: string; name: string; state: string }

export function stand(choices: Choice[], first: string | undefined, unknown: (key: string) => void): Diagram {
  const host = get('[data-diagram]');
  const bar = get('[data-instances]', host);
  const view = diagram(host, (key) => (choices.some((choice) => choice.key === key) ? show(key) : unknown(key)));
  const failed = (): void => { get('[data-canvas]', host).setAttribute('data-said', '流程图暂时读不出来，稍后会再试'); };

  function show(key: string): void {
    bar.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.key === key)));
    view.show(key).then(() => get('[data-canvas]', host).removeAttribute('data-said'), failed);
  }

  if (choices.length > 1) {
    for (const { key, name, state } of choices) {
      const button = make('button', { type: 'button', class: 'btn', 'data-key': key, 'aria-pressed': 'false' }, name);
      if (state === 'active') button.append(make('span', { class: 'ld-dot', title: '进行中' }));
      button.addEventListener('click', () => show(key));
      bar.append(button);
    }
  }
  if (first) show(first);
  else get('[data-canvas]', host).setAttribute('data-said', '还没有进入流程，稍等片刻');
  // an instance that belongs to no case is told of by nobody
  if (hears && document.querySelector('meta[name=watches]')) whenChanged(() => view.refresh());
  else every(4, () => view.refresh());
  return view;
}
