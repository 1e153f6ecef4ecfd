// The people who may be given a task, as a list to choose one from: their post and how much they have to do.
import { make } from './dom.js';

export interface Candidate { id: string; name: string; posts: string[]; inGroup: boolean; load: number }

/** Draws the choice; with nobody there it says what can be done instead. */
export function drawPeople(host: HTMLElement, people: Candidate[]): void {
  if (people.length === 0) return host.replaceChildren(make('p', { class: 'text-secondary' }, '本单位没有其他在岗的人可以选。可以退回本组，或请上级交办。'));
  host.replaceChildren(...people.map(({ id, name, posts, load }) => make('label', { class: 'ld-person' },
    make('input', { type: 'radio', name: 'to', value: id }), make('span', {}, make('b', {}, name), make('small', {}, posts.join('、'))), make('span', { class: 'ld-load' }, load ? `${load} 件在办` : '手上没有任务'))));
}
