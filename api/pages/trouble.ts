// One recurring trouble: where, how often, the cases behind it, and what is done about it.
import { EFFECTS, type Effect } from '../../processes/recurring/measure.js';
import type { Page } from './page.js';
import { outcomes } from './recurring.js';

const percent = (share: number | null): string => (share === null ? '—' : share === 0 ? '持平' : `${share > 0 ? '+' : '−'}${Math.round(Math.abs(share) * 100)}%`);
const minutes = (value: number): string => (value < 60 ? `${Math.round(value)} 分钟` : `${Math.round(value / 6) / 10} 小时`);

/** The measured figures as a table: the trial area, each area it is compared with, and these together; before and during, above and below the line. */
function measuredRows(measured: any) {
  if (!measured) return undefined;
  const row = (one: any, more: object) => {
    const cell = (count: any) => count && { above: count.kind, below: count.all, still: count.pausedCases > 0 ? `${count.pausedCases} 件 ${count.pausedHours} 小时` : '' };
    return { name: one.name, before: cell(one.before), after: cell(one.after), change: one.after ? percent(one.before.kind > 0 ? (one.after.kind - one.before.kind) / one.before.kind : null) : '', ...more };
  };
  const shown = (id: string, { numerator, denominator, value }: any) => ({ value: value === null ? '—' : id === 'responseTime' ? minutes(value) : `${Math.round(value * 100)}%`, parts: `${id === 'responseTime' ? `${numerator} 分钟` : numerator} ÷ ${denominator ?? '—'}` });
  const { area, others, together, indicators, effect, ...rest } = measured;
  return {
    ...rest, effect: rest.after && EFFECTS[effect as Effect], good: effect === 'reached', rows: [row(area, { own: true }), ...others.map((one: any) => row(one, {})), ...(others.length > 1 ? [row(together, { sum: true })] : [])],
    further: indicators.map(({ id, name, definition, rows }: any) => ({
      label: name, definition, rows: [...new Set(rows.map((one: any) => one.name))].map((each) => {
        const find = (when: string) => { const found = rows.find((one: any) => one.name === each && one.when === when); return found && shown(id, found); };
        return { name: each, before: find('before'), after: find('after') };
      }),
    })),
  };
}

export const page: Page = {
  name: 'trouble', path: '/recurring/:id', title: '反复问题', assets: ['control-room.css', 'map.css', 'recurring.css', 'trouble.js'],
  async show({ req, ask, deps }) {
    const found = await ask('/recurring/{id}', { params: { id: req.params.id } });
    const most = Math.max(1, ...found.trend.map(({ number }: any) => number));
    const spots = found.cases.filter(({ place }: any) => place.lng !== undefined && place.lat !== undefined).map(({ place, title }: any) => ({ lng: place.lng, lat: place.lat, title }));
    return {
      found, ended: found.settled && outcomes[found.settled.outcome], isOffered: found.state === 'offered', measured: measuredRows(found.measured), most, beforeHref: found.before && `/recurring/${encodeURIComponent(found.before)}`,
      merged: found.reports - found.total, map: spots.length > 0 ? deps.settings.map ?? { crs: 'wgs84' } : undefined, forBrowser: { id: found.id, spots },
    };
  },
};
