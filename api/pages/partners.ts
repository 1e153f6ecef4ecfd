// Partners for administrators: who they are, their secrets, where states go back to, and what waits there.
import { administered } from '../../processes/bots.js';
import { findUnits } from '../../processes/organisation.js';
import { FAILURES } from '../../processes/partners/breaker.js';
import { centres, kinds, OVERLAP_HOURS } from '../../processes/partners/partners.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'partners', path: '/partners', title: '对接单位', assets: ['partners.css', 'partners.js'],
  async show({ ask, person, deps }) {
    const [found, all] = await Promise.all([ask('/partners'), findUnits(deps.store)]);
    const own = administered(person);
    const names = new Map(all.map(({ _id, name }) => [_id, name]));
    const levels = ['village', 'town', 'county'];
    const units = all.filter(({ level, path }) => levels.includes(level) && path.some((unit) => own.includes(unit))).sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level)).map(({ _id, name, parent, level }) => ({ id: _id, name: level === 'village' ? `${names.get(parent ?? '') ?? ''} · ${name}` : name }));
    const items = found.map((one: any) => ({ ...one, kindName: kinds[one.kind as keyof typeof kinds], unitName: names.get(one.unit) ?? one.unit, asks: one.kind === 'data-centre', centreName: centres[one.centre as keyof typeof centres], path: `/api/intake/${one.id}/orders` }));
    return { items, units, hours: OVERLAP_HOURS, kinds: Object.entries(kinds).map(([id, name]) => ({ id, name })), centres: Object.entries(centres).map(([id, name]) => ({ id, name })), breaks: FAILURES, forBrowser: { items } };
  },
};
