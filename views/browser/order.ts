// 交办单: printed, or saved as PDF by the browser's own print dialog.
import { get } from './lib/dom.js';

get('[data-print]').addEventListener('click', () => window.print());
