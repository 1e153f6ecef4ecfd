// The whole of 扬州市 as units: six counties, 74 towns, their villages, 5,696 general and 550 dedicated grids, and departments at each level.
import type { Unit, UnitLevel } from '../../store/types.js';
import { countyDepartments, demoUnits, townDepartments } from '../units.js';
import { DEDICATED, pick, sequence, villageNames } from './names.js';
import { counties, type CountyPlace } from './places.js';

/** The city's real size, as the newspaper article gives it. */
export const GENERAL = 5_696;
export const DEDICATED_COUNT = 550;

type Box = readonly [west: number, south: number, east: number, north: number];
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const outlineOf = ([west, south, east, north]: Box): Unit['outline'] => ({
  type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]].map((point) => point.map(round))],
});

/** Cuts a box into a lattice of about as many columns as rows and gives the first so many. */
function lattice([west, south, east, north]: Box, count: number): Box[] {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const [width, height] = [(east - west) / columns, (north - south) / rows];
  return Array.from({ length: count }, (_, n): Box => [west + (n % columns) * width, south + Math.floor(n / columns) * height, west + ((n % columns) + 1) * width, south + (Math.floor(n / columns) + 1) * height]);
}

const unit = (_id: string, name: string, level: UnitLevel, above: Unit, more: Partial<Unit> = {}): Unit => ({ _id, name, level, parent: above._id, path: [...above.path, _id], ...more });

/** The n-th of so many equal shares of a whole; together they are the whole. */
const share = (whole: number, parts: number, n: number): number => Math.floor((whole * (n + 1)) / parts) - Math.floor((whole * n) / parts);

interface Share { general: number; dedicated: number }

function townBelow(town: Unit, box: Box, { general, dedicated }: Share, next: () => number): Unit[] {
  const count = Math.max(8, Math.round(general / (3.4 + next() * 1.6)));
  const boxes = lattice(box, count);
  return villageNames(count, town.name.endsWith('街道'), next).flatMap((name, n) => {
    const village = unit(`${town._id}-v${String(n + 1).padStart(2, '0')}`, name, 'village', town, { outline: outlineOf(boxes[n]!) });
    const [plain, special] = [share(general, count, n), share(dedicated, count, n)];
    const parts = lattice(boxes[n]!, plain + special);
    const bare = name.replace(/(村|社区)$/, '');
    return [
      village,
      ...Array.from({ length: plain }, (_, g) => unit(`${village._id}-g${g + 1}`, `${bare}第${'一二三四五六七八九十'[g] ?? g + 1}网格`, 'grid', village, { kind: 'general', outline: outlineOf(parts[g]!) })),
      ...Array.from({ length: special }, (_, g) => unit(`${village._id}-z${g + 1}`, `${bare}${pick(DEDICATED, next)}专属网格${g > 0 ? g + 1 : ''}`, 'grid', village, { kind: 'dedicated', outline: outlineOf(parts[plain + g]!) })),
    ];
  });
}

function departments(above: Unit, list: readonly (readonly [suffix: string, name: string])[], place: string): Unit[] {
  return list.map(([suffix, name]) => unit(`${above._id}.${suffix}`, `${place}${name}`, 'department', above));
}

/** The box of a county: towns lie beside each other round the place where it is. */
const boxOf = ({ lng, lat }: CountyPlace): Box => [lng - 0.07, lat - 0.04, lng + 0.07, lat + 0.04];

/** Every unit of the city that the small demo does not have. */
export function yangzhouUnits(): Unit[] {
  const next = sequence(3210);
  const there = new Map(demoUnits.map((each) => [each._id, each]));
  const towns = counties.flatMap((county) => county.towns.map(([id, name]) => ({ id, name, county })));
  const grids = demoUnits.filter(({ level }) => level === 'grid').length;
  const city = there.get('yz')!;
  const made: Unit[] = [];
  for (const place of counties) {
    const county = there.get(place.id) ?? unit(place.id, place.name, 'county', city, { code: place.code });
    made.push(county, ...departments(county, [...countyDepartments, ['fy', '人民法院'], ['xf', '消防救援大队']], place.office));
    const boxes = lattice(boxOf(place), place.towns.length);
    place.towns.forEach(([id, name], n) => {
      const town = there.get(id) ?? unit(id, name, 'town', county, { outline: outlineOf(boxes[n]!) });
      const number = towns.findIndex((each) => each.id === id);
      made.push(town, ...departments(town, townDepartments, name));
      made.push(...townBelow(town, boxes[n]!, { general: share(GENERAL - grids, towns.length, number), dedicated: share(DEDICATED_COUNT, towns.length, number) }, next));
    });
  }
  return made.filter(({ _id }) => !there.has(_id));
}
