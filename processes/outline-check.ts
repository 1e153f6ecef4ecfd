// Whether a feature of GeoJSON is an outline that can be kept: RFC 7946 section 3.1, and what we know of China and of our units.
import loaded from 'gcoord';
import type { Outline } from './coarse.js';

// its types describe a module of its own kind, Node gives what it exports
const gcoord = loaded as unknown as typeof loaded.default;

/** The coordinate systems that outlines come in: WGS 84 (GPS, CGCS2000 to within a metre), 高德/腾讯 (GCJ-02), 百度 (BD-09). */
export const SYSTEMS = ['wgs84', 'gcj02', 'bd09'] as const;
export type System = (typeof SYSTEMS)[number];
const from = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 };

/** Corners that one outline may have: a county's survey has a few thousand. */
export const MOST_CORNERS_EACH = 5_000;

type Checked = { id: string; outline: Outline } | { problem: string };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The unit that a feature names: `properties.id`, or the feature's own id. */
function idOf(feature: Record<string, unknown>): string | undefined {
  const own = isObject(feature.properties) && feature.properties.id;
  const id = own || feature.id;
  return typeof id === 'string' && id.trim() ? id.trim() : undefined;
}

function positionProblem(position: unknown): string | undefined {
  if (!Array.isArray(position) || position.length < 2 || !position.every((value) => typeof value === 'number' && Number.isFinite(value))) return '坐标应是两个数：[经度, 纬度]';
  const [lng, lat] = position as [number, number];
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) return `坐标 [${lng}, ${lat}] 超出经纬度的范围`;
  // the four extremes of the country; also where GCJ-02 is defined
  if (lng < 73 || lng > 136 || lat < 3 || lat > 54) return `坐标 [${lng}, ${lat}] 不在国内，经度和纬度可能写反了`;
  return undefined;
}

function ringProblem(ring: unknown): string | undefined {
  if (!Array.isArray(ring) || ring.length < 4) return '每一圈至少要有 4 个坐标';
  for (const position of ring) {
    const wrong = positionProblem(position);
    if (wrong) return wrong;
  }
  const points = ring as number[][];
  const [first, last] = [points[0]!, points.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1]) return '圈没有闭合：最后一个坐标应与第一个相同';
  const twice = points.slice(1).reduce((sum, [x, y], n) => sum + (points[n]![0]! - first[0]!) * (y! - first[1]!) - (x! - first[0]!) * (points[n]![1]! - first[1]!), 0);
  // about ten square metres
  return Math.abs(twice) < 2e-9 ? '圈没有围出面积' : undefined;
}

/** The polygons of a geometry as lists of rings, or what is wrong. */
function polygonsOf(geometry: unknown): unknown[][] | string {
  if (!isObject(geometry) || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) return '图形应是 Polygon 或 MultiPolygon';
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0 || !polygons.every((one) => Array.isArray(one) && one.length > 0)) return '图形里没有坐标';
  return polygons as unknown[][];
}

/** Checks one feature and converts its positions to WGS 84. */
export function checkOutline(feature: unknown, system: System): Checked {
  if (!isObject(feature) || feature.type !== 'Feature') return { problem: '不是 Feature' };
  const id = idOf(feature);
  if (!id) return { problem: '没有写明是哪个网格（properties.id）' };
  const polygons = polygonsOf(feature.geometry);
  if (typeof polygons === 'string') return { problem: polygons };
  if (polygons.flat().reduce((sum: number, ring) => sum + (Array.isArray(ring) ? ring.length : 0), 0) > MOST_CORNERS_EACH) return { problem: `坐标超过 ${MOST_CORNERS_EACH} 个，请先简化` };
  for (const ring of polygons.flat()) {
    const wrong = ringProblem(ring);
    if (wrong) return { problem: wrong };
  }
  // a height says nothing about an outline; a tenth of a metre is finer than any survey of grids
  const place = ([lng, lat]: number[]): number[] => {
    const [x, y] = system === 'wgs84' ? [lng!, lat!] : gcoord.transform([lng!, lat!] as [number, number], from[system], gcoord.WGS84);
    return [Math.round(x! * 1e6) / 1e6, Math.round(y! * 1e6) / 1e6];
  };
  const kept = (polygons as number[][][][]).map((rings) => rings.map((ring) => ring.map(place)));
  return { id, outline: kept.length === 1 ? { type: 'Polygon', coordinates: kept[0]! } : { type: 'MultiPolygon', coordinates: kept } };
}
