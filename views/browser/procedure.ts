// A procedure's diagram to read.
import { diagram } from './lib/diagram.js';
import { get, pageData } from './lib/dom.js';

const host = get('[data-diagram]');
diagram(host, () => undefined).draw(pageData<{ id: string }>().id).catch(() => get('[data-canvas]', host).setAttribute('data-said', '流程图读不出来，请稍后再试'));
