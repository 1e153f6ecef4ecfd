// Checking in: what one has before one, prefilled from where one came; everything that is needed without a connection is on the page.
import { randomUUID } from 'node:crypto';
import { registerOf } from '../../processes/grid/fields.js';
import { NotFound } from '../../processes/errors.js';
import type { RegisterItem } from '../../processes/store/types.js';
import { seenWords } from '../grid/seen.js';
import { keptGrids } from '../grid/units.js';
import { unitNames } from './names.js';
import { given, type Page } from './page.js';

/** The most items that a page carries to choose from; a grid has some hundreds. */
const MOST = 1_500;

export const page: Page = {
  name: 'grid-visit', path: '/grid/visit', title: '走访打卡', assets: ['grid-visit.js', 'grid.css'],
  async show({ req, ask, person, deps }) {
    const grids = await keptGrids(deps.store, person);
    if (grids.length === 0) throw new NotFound('您的岗位不负责网格走访');
    const corrected = given(req, 'corrects') ? await ask('/visits/{id}', { params: { id: given(req, 'corrects') } }) : undefined;
    const wanted = corrected?.grid ?? given(req, 'grid');
    const grid = wanted ? grids.find(({ _id }) => _id === wanted) : grids[0];
    if (!grid) throw new NotFound('没有这个网格');
    const [{ lists }, items, villages] = await Promise.all([
      ask('/grid-lists'),
      deps.store.registers.find({ grid: grid._id, state: 'current' }, { kind: 1, name: 1, place: 1, categories: 1, seenAt: 1 }).sort({ seenAt: 1, name: 1 }).limit(MOST).lean<RegisterItem[]>(),
      unitNames(deps, grids.map(({ parent }) => parent)),
    ]);
    const chosen = new Set<string>(corrected ? corrected.items.map(({ id }: { id: string }) => id) : (given(req, 'items') ?? '').split(','));
    const now = deps.clock.now();
    const first = items.find(({ _id }) => chosen.has(_id));
    const choice = (names: string[], now_?: string) => names.map((name, n) => ({ name, chosen: now_ ? name === now_ : n === 0 }));
    const kind = corrected?.kind ?? (given(req, 'kind') === 'check-in' ? 'check-in' : 'visit');
    return {
      clientId: randomUUID(), personId: person._id, grid: { id: grid._id, name: grid.name }, corrected, corrects: corrected?.id, isVisit: kind === 'visit', several: grids.length > 1,
      grids: grids.map(({ _id, name, parent }) => ({ id: _id, name: parent && villages[parent] ? `${villages[parent]} · ${name}` : name, chosen: _id === grid._id })),
      visits: choice(lists.visits, kind === 'visit' ? corrected?.occasion : undefined), occasions: choice(lists.occasions, kind === 'check-in' ? corrected?.occasion : undefined),
      duties: choice(lists.duties, corrected?.duty ?? lists.duties.find((one: string) => one === given(req, 'duty'))), roles: choice(lists.roles, corrected?.role),
      place: corrected?.place.text ?? first?.place.text ?? '', text: corrected?.text ?? '',
      // what one came for stands on top, then what was not seen for longest
      items: [...items].sort((a, b) => Number(chosen.has(b._id)) - Number(chosen.has(a._id)))
        .map(({ _id, kind: of, name, place, categories, seenAt }) => ({ id: _id, name, title: registerOf(of).title, place: place.text, about: [...categories, place.text, seenWords(seenAt, now)].join(' · '), chosen: chosen.has(_id) })),
      photos: corrected?.attachments ?? [],
    };
  },
};
