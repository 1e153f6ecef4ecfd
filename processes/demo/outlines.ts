// Outlines of the demo's territory, made by a rule and like no real boundary: around 119.35° E 33.24° N (宝应县泾河镇), WGS 84.
//
// A unit is a rectangle of whole cells on a bent lattice. Cutting it in two again and again gives each unit below its part, so that grids tile their village, villages their
// town, towns their county; since every lattice point along an edge is a corner of both neighbours, there are neither gaps nor overlaps. Departments have no territory.
import type { Unit } from '../store/types.js';

/** West, south, east, north in cells. */
type Box = readonly [number, number, number, number];
type Polygon = { type: 'Polygon'; coordinates: number[][][] };

/** The south-west corner; the first grid, 曹坝园区网格, has its middle at 119.35, 33.24. */
const ORIGIN = { lng: 119.34, lat: 33.232 };
/** About 450 m each way at this latitude. */
const CELL = { lng: 0.005, lat: 0.004 };
const CITY: Box = [-8, -30, 34, 22];
const COUNTY: Box = [0, 0, 24, 16];

const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** Where a lattice point lies: bent a little, as boundaries along rivers and field paths are. */
const at = (x: number, y: number): number[] => [
  round(ORIGIN.lng + CELL.lng * (x + 0.22 * Math.sin(1.3 * y + 0.4 * x))), round(ORIGIN.lat + CELL.lat * (y + 0.2 * Math.sin(1.1 * x - 0.3 * y))),
];

/** The outline of a box, counter-clockwise, with a corner at every lattice point. */
function outline([west, south, east, north]: Box): Polygon {
  const ring: number[][] = [];
  for (let x = west; x < east; x++) ring.push(at(x, south));
  for (let y = south; y < north; y++) ring.push(at(east, y));
  for (let x = east; x > west; x--) ring.push(at(x, north));
  for (let y = north; y > south; y--) ring.push(at(west, y));
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
}

/** Cuts a box into so many parts, across its longer side first. */
function cut(box: Box, parts: number): Box[] {
  if (parts < 2) return [box];
  const [west, south, east, north] = box;
  const first = Math.floor(parts / 2);
  if (east - west > north - south) {
    const middle = west + Math.round(((east - west) * first) / parts);
    return [...cut([west, south, middle, north], first), ...cut([middle, south, east, north], parts - first)];
  }
  const middle = south + Math.round(((north - south) * first) / parts);
  return [...cut([west, south, east, middle], first), ...cut([west, middle, east, north], parts - first)];
}

/** The outline of every unit that has a territory, by its id. */
export function demoOutlines(units: readonly Unit[]): ReadonlyMap<string, Polygon> {
  const boxes = new Map<string, Box>();
  const place = (unit: Unit, box: Box): void => {
    boxes.set(unit._id, box);
    const below = units.filter(({ parent, level }) => parent === unit._id && level !== 'department');
    const parts = unit.level === 'city' ? below.map(() => COUNTY) : cut(box, below.length);
    below.forEach((one, index) => place(one, parts[index]!));
  };
  for (const city of units.filter(({ level }) => level === 'city')) place(city, CITY);
  return new Map([...boxes].map(([id, box]) => [id, outline(box)]));
}
