// Partners for administrators: who they are, their secrets, where states go back to, and what waits there.
import { unitsInFields } from '../../processes/find-units.js';
import { FAILURES } from '../../processes/partners/breaker.js';
import { centres, kinds, OVERLAP_HOURS } from '../../processes/partners/partners.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'partners', path: '/partners', title: '对接单位', assets: ['partners.css', 'partners.js'],
  async show({ ask, deps }) {
    const found = await ask('/partners');
    const names = await unitsInFields(found.map(({ unit }: any) => unit), deps.store);
    const items = found.map((one: any) => ({ ...one, kindName: kinds[one.kind as keyof typeof kinds], unitName: names[one.unit] ?? one.unit, asks: one.kind === 'data-centre', centreName: centres[one.centre as keyof typeof centres], path: `/api/intake/${one.id}/orders` }));
    return { items, hours: OVERLAP_HOURS, kinds: Object.entries(kinds).map(([id, name]) => ({ id, name })), centres: Object.entries(centres).map(([id, name]) => ({ id, name })), breaks: FAILURES, forBrowser: { items } };
  },
};
