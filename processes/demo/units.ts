// The demo's territory: 宝应县 of 扬州市 with four of its towns, and the departments of county and towns.
import type { Unit, UnitLevel } from '../store/types.js';
import { demoOutlines } from './outlines.js';

// Departments bear the same suffix on every level, so that a matter climbs by changing the unit alone.
const departments: readonly (readonly [suffix: string, town: string, county: string])[] = [
  ['zzb', '综治办', '县委政法委'], ['pcs', '派出所', '县公安局'], ['lds', '劳动所', '县劳动监察大队(人社局)'], ['sfs', '司法所', '县司法局'],
  ['zfj', '综合执法局', '县综合执法局'], ['cgb', '城管(住建)办', '县住建局'], ['aqb', '应急(安监)办', '县应急管理局'],
  ['nyb', '农业生态办', '县农业农村局(生态环境局)'], ['mzb', '为民服务中心(民政)', '县民政局'], ['wjb', '卫健办', '县卫健委'],
];

/** The departments of a town and of a county as they are called without the name of the place. */
export const townDepartments = departments.map(([suffix, name]) => [suffix, name] as const);
export const countyDepartments = departments.map(([suffix, , name]) => [suffix, name.replace(/^县/, '').replace('(', '（').replace(')', '）')] as const);

// The leading group's offices (领导小组办公室) are three departments of the city, as the article names them.
const offices: readonly (readonly [suffix: string, name: string])[] = [['zzb', '市委政法委（领导小组办公室）'], ['mzb', '市民政局（领导小组办公室）'], ['ngb', '市委农工办（领导小组办公室）']];

/** Towns with their villages and the names of each village's grids. */
const towns: Record<string, [name: string, villages: Record<string, [name: string, grids: string[]]>]> = {
  'by-jinghe': ['泾河镇', {
    caoba: ['曹坝村', ['曹坝园区网格', '曹坝居民网格']],
    songzhu: ['松竹村', ['松竹第一网格', '松竹第二网格']],
    xiaohan: ['小涵村', ['小涵第一网格', '小涵第二网格']],
  }],
  'by-anyi': ['安宜镇', { chengbei: ['城北社区', ['城北第一网格', '城北第二网格']], baitian: ['白田社区', ['白田第一网格']] }],
  'by-fanshui': ['氾水镇', { xinrong: ['新荣村', ['新荣第一网格']] }],
  'by-sheyanghu': ['射阳湖镇', { qiaonan: ['桥南村', ['桥南第一网格']] }],
};

function unit(_id: string, name: string, level: UnitLevel, above: Unit | null, code?: string): Unit {
  return { _id, name, level, parent: above?._id ?? null, path: [...(above?.path ?? []), _id], ...(code && { code }) };
}

function build(): Unit[] {
  const city = unit('yz', '扬州市', 'city', null);
  const county = unit('by', '宝应县', 'county', city, 'BY');
  const made = [city, ...offices.map(([suffix, name]) => unit(`yz.${suffix}`, name, 'department', city)), county, ...departments.map(([suffix, , name]) => unit(`by.${suffix}`, name, 'department', county)), unit('by.fy', '县人民法院', 'department', county), unit('by.xf', '县消防救援大队', 'department', county)];
  for (const [townId, [townName, villages]] of Object.entries(towns)) {
    const town = unit(townId, townName, 'town', county);
    made.push(town, ...departments.map(([suffix, name]) => unit(`${townId}.${suffix}`, `${townName}${name}`, 'department', town)));
    for (const [villageId, [villageName, grids]] of Object.entries(villages)) {
      const village = unit(`${townId}-${villageId}`, villageName, 'village', town);
      made.push(village, ...grids.map((name, index) => unit(`${village._id}-g${index + 1}`, name, 'grid', village)));
    }
  }
  return made;
}

const built = build();
const outlines = demoOutlines(built);
export const demoUnits: readonly Unit[] = built.map((each) => ({ ...each, ...(outlines.has(each._id) && { outline: outlines.get(each._id) }) }));
