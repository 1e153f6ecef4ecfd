// The map's points, as compact rows: a county's ten thousand stay below a megabyte.
import { z } from 'zod';
import { mapDues, mapPoints, mapViews, type Box } from '../../processes/map-points.js';
import { urgencies } from '../../processes/report.js';
import { maskedText } from '../../processes/mask.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

/** What each place of a row is; the browser reads them by this list. */
const columns = ['caseNo', 'task', 'lng', 'lat', 'approximate', 'title', 'place', 'status', 'urgency', 'due', 'dueAt', 'warnAt'] as const;

const bbox = z.string().regex(/^-?\d{1,3}(\.\d{1,15})?(,-?\d{1,3}(\.\d{1,15})?){3}$/, '应是四个数：西,南,东,北').transform((text) => text.split(',').map(Number) as Box)
  .refine(([west, south, east, north]) => west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90, { message: '应是四个数：西,南,东,北' });

export const mapRoutes: Route[] = [
  route({
    method: 'get', path: '/map/points', tag: '地图', summary: 'The open cases that you may see, or your tasks, as points; what has no position is in the middle of its grid. Rows follow `columns`.',
    query: z.object({
      view: z.enum(mapViews).default('cases'), q: z.string().max(80).optional(), category: z.string().regex(/^[A-Z](\d\d)?$/, '没有这个类别').optional(), urgency: z.enum(urgencies).optional(), status: z.string().max(20).optional(),
      level: z.enum(['village', 'town', 'county', 'city']).optional(), unit: id.optional(), due: z.enum(mapDues).optional(), bbox: bbox.optional(), limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
    }),
    answer: z.object({ total: z.number().int(), columns: z.array(z.string()), rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))) }),
    async handle({ query, person }, deps) {
      const { total, points } = await mapPoints(query, person, deps);
      return {
        total, columns,
        rows: points.map(({ caseNo, task, at, approximate, title, place, status, urgency, due, dueAt, warnAt }) => [
          caseNo, task ?? null, at?.lng ?? null, at?.lat ?? null, approximate ? 1 : 0, maskedText(title), maskedText(place), status, urgency, due, dueAt?.getTime() ?? null, warnAt?.getTime() ?? null,
        ]),
      };
    },
  }),
];
