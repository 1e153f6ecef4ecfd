// Where grids lie: the outlines of one's area, and the grid of a position.
import { z } from 'zod';
import { SYSTEMS } from '../../processes/outline-check.js';
import { bringOutlines } from '../../processes/outline-import.js';
import { areaOf, outlinesBelow } from '../../processes/outlines.js';
import { FARTHEST, nearestGrid } from '../../views/helpers/nearest-grid.js';
import { route, type Route } from '../route.js';
import { latitude, longitude } from '../schemas.js';

const tag = '网格';

export const gridRoutes: Route[] = [
  route({
    method: 'get', path: '/grids/outlines', tag, summary: 'The outlines of the grids of your units and below (RFC 7946, WGS 84), thinned out when they are thousands; or of another level.',
    query: z.object({ level: z.enum(['city', 'county', 'town', 'village', 'grid']).default('grid') }),
    answer: z.object({ type: z.literal('FeatureCollection'), metres: z.number(), features: z.array(z.looseObject({})) }),
    async handle({ query, person, res }, { store }) {
      const made = await outlinesBelow(store, areaOf(person), query.level);
      // kept by the browser, asked for each time: Express answers 304 by the ETag of the same content
      res.set('Cache-Control', 'private, no-cache');
      return made;
    },
  }),
  route({
    method: 'get', path: '/grids/locate', tag, summary: 'The grid of your area that a position (WGS 84) lies in, else the nearest one within so many metres; nothing when there is none.',
    query: z.object({ lng: longitude, lat: latitude, within: z.coerce.number().min(0).max(20_000).default(FARTHEST) }),
    answer: z.object({ found: z.object({ grid: z.string(), name: z.string(), distance: z.number(), inside: z.boolean() }).nullable() }),
    async handle({ query, person }, { store }) {
      return { found: nearestGrid(await outlinesBelow(store, areaOf(person)), query, query.within) ?? null };
    },
  }),
  route({
    method: 'post', path: '/grids/outlines', tag, summary: 'Brings outlines of grids (a FeatureCollection whose features name their unit by `properties.id`); all or none are kept.', ability: 'manage-settings',
    query: z.object({ from: z.enum(SYSTEMS).default('wgs84'), check: z.literal('true').optional() }),
    // what programs add beside the features is left alone
    body: z.object({
      type: z.literal('FeatureCollection'), features: z.array(z.unknown()).min(1, '里面没有图形').max(20_000), name: z.unknown().optional(), crs: z.unknown().optional(), bbox: z.unknown().optional(),
      generator: z.unknown().optional(), timestamp: z.unknown().optional(), metres: z.unknown().optional(), xy_coordinate_resolution: z.unknown().optional(), totalFeatures: z.unknown().optional(),
    }),
    answer: z.object({ brought: z.number().int(), replaced: z.number().int() }),
    async handle({ query, body, person }, deps) {
      return bringOutlines(body.features, query.from, person, deps, { check: query.check === 'true' });
    },
  }),
];
