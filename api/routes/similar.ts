// Likely duplicates: while a matter is being reported, and of a case at intake.
import { z } from 'zod';
import { categoryName, findCategory } from '../../processes/categories.js';
import { getCase } from '../../processes/cases.js';
import { VERY_LIKELY } from '../../processes/likeness.js';
import { similarTo, toldOf, type Similar } from '../../processes/similar.js';
import { maskedText } from '../../processes/mask.js';
import { route, type Route } from '../route.js';
import { latitude, longitude } from '../schemas.js';

const tag = '重复';
const item = z.object({
  caseNo: z.string().optional(), title: z.string(), category: z.string(), categoryName: z.string(), place: z.string(), reportedAt: z.date(), status: z.string(),
  description: z.string().optional(), photo: z.string().optional(), photos: z.number().int(), score: z.number(), very: z.boolean(), reasons: z.array(z.string()), distance: z.number().optional(),
});
const answer = z.object({ items: z.array(item) });

/** Nothing of who reported it; of a case that this person may not open neither its number, nor its pictures, nor what was told. */
function shown({ found, likeness: { score, reasons, distance }, visible }: Similar) {
  const { _id, title, description, category, classification, place, reportedAt, standing, attachments } = found;
  return {
    title: maskedText(title), category, categoryName: classification?.name ?? categoryName(category), place: maskedText(place.text), reportedAt, status: standing?.status ?? '待受理', photos: attachments.length,
    score, very: score >= VERY_LIKELY, reasons, ...(distance !== undefined && { distance }),
    ...(visible && { caseNo: _id, description: maskedText(description), ...(attachments[0] && { photo: attachments[0] }) }),
  };
}

export const similarRoutes: Route[] = [
  route({
    method: 'get', path: '/reports/similar', tag, summary: 'Open cases that a report is likely about already: those you may see, and those of the same grid without what would identify anybody.',
    query: z.object({
      category: z.string().refine((code) => findCategory(code) !== undefined, { message: '没有这个事件类别' }), grid: z.string().min(1).max(80), text: z.string().max(500).default(''), place: z.string().max(200).default(''),
      lng: longitude.optional(), lat: latitude.optional(),
    }).refine(({ lng, lat }) => (lng === undefined) === (lat === undefined), { message: '经度和纬度要一起给' }),
    answer,
    async handle({ query: { category, grid, text, place, lng, lat }, person }, deps) {
      const at = deps.clock.now();
      const position = lng === undefined || lat === undefined ? {} : { lng, lat };
      return { items: (await similarTo({ category, title: text, place: { text: place, ...position }, grid, at }, person, deps)).map(shown) };
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}/similar', tag, summary: 'Open cases that this case is likely a duplicate of.', params: z.object({ caseNo: z.string().max(40) }), answer,
    async handle({ params, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      return { items: (await similarTo(toldOf(found), person, deps, found._id)).map(shown) };
    },
  }),
];
