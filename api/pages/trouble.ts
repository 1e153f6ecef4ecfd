// One recurring trouble: where, how often, the cases behind it, and what is done about it.
import type { Page } from './page.js';
import { outcomes } from './recurring.js';

export const page: Page = {
  name: 'trouble', path: '/recurring/:id', title: '反复问题', assets: ['control-room.css', 'map.css', 'recurring.css', 'trouble.js'],
  async show({ req, ask, deps }) {
    const found = await ask('/recurring/{id}', { params: { id: req.params.id } });
    const most = Math.max(1, ...found.trend.map(({ number }: any) => number));
    const spots = found.cases.filter(({ place }: any) => place.lng !== undefined && place.lat !== undefined).map(({ place, title }: any) => ({ lng: place.lng, lat: place.lat, title }));
    return {
      found, ended: found.settled && outcomes[found.settled.outcome], isOffered: found.state === 'offered', most, beforeHref: found.before && `/recurring/${encodeURIComponent(found.before)}`,
      merged: found.reports - found.total, map: spots.length > 0 ? deps.settings.map ?? { crs: 'wgs84' } : undefined, forBrowser: { id: found.id, spots },
    };
  },
};
