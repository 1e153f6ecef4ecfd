// Marks on what the check has found, as a style sheet: a library that draws its elements anew does not take them away.
import { make } from '../lib/dom.js';

export interface Mark { selector: string; severity: 'error' | 'warning' | 'match' }
const looks = {
  error: 'box-shadow: inset 0 0 0 2px #b3261e !important; background-color: #fff1f0 !important;', warning: 'box-shadow: inset 0 0 0 2px #c77700 !important; background-color: #fff7ea !important;',
  match: 'background-color: #dff3e4 !important;',
};

export function marks(host: HTMLElement): { show(all: Mark[]): void } {
  const sheet = make('style');
  host.append(sheet);
  return { show: (all) => { sheet.textContent = all.map(({ selector, severity }) => `${selector} { ${looks[severity]} }`).join('\n'); } };
}
