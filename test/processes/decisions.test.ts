// The decision tables, read as the tables they are (what the engine makes of them is tried in the journeys).
import { readFile } from 'node:fs/promises';
import { loadDiagrams } from '../../processes/procedure.js';
import { parseLimit } from '../../processes/limit.js';

const folder = 'processes/diagrams';
const CODES = Object.entries({ A: 8, B: 5, C: 5, D: 5, E: 5, F: 5, G: 4, H: 5, I: 4, J: 5 }).flatMap(([letter, many]) => Array.from({ length: many }, (_, i) => `${letter}0${i + 1}`));

/** The rows of one table: each cell's text in order, inputs before outputs; quotes taken off. */
async function rowsOf(file: string, decision: string): Promise<string[][]> {
  const xml = await readFile(`${folder}/${file}`, 'utf8');
  const table = new RegExp(`<decision id="${decision}"[\\s\\S]*?</decision>`).exec(xml)![0];
  return [...table.matchAll(/<rule [\s\S]*?<\/rule>/g)].map(([rule]) =>
    [...rule.matchAll(/<text>([\s\S]*?)<\/text>/g)].map(([, text]) => text!.replace(/^"|"$/g, '').replaceAll('&gt;', '>').replaceAll('&lt;', '<')));
}

describe('the table of event standards', () => {
  let rows: string[][];
  beforeAll(async () => { rows = await rowsOf('event-classification.dmn', 'eventStandard'); });

  test('all 51 subcategories stand in it, and only B01 has two rows', () => {
    expect([...new Set(rows.map(([code]) => code))].sort()).toEqual(CODES);
    expect(CODES).toHaveLength(51);
    expect(rows.filter(([code]) => rows.filter(([other]) => other === code).length > 1).map(([code, people]) => `${code} ${people}`)).toEqual(['B01 < 10', 'B01 >= 10']);
  });

  test('every limit can be read, every level and lead is one that exists', () => {
    for (const [, , , lead, level, start, respond, handle] of rows) {
      expect(() => [parseLimit(respond!), parseLimit(handle!)]).not.toThrow();
      expect(['zzb', 'pcs', 'lds', 'sfs', 'zfj', 'cgb', 'aqb', 'nyb', 'mzb', 'wjb']).toContain(lead);
      expect(['village', 'town', 'county']).toEqual(expect.arrayContaining([level, start]));
    }
  });

  test('a procedure that a row starts is there', async () => {
    const { procedures } = await loadDiagrams(folder);
    const joint = [...new Set(rows.map((row) => row[8]!))].filter((id) => id !== '');
    expect(joint).toEqual(['mediation', 'wage-arrears']);
    expect(procedures.map(({ id }) => id)).toEqual(expect.arrayContaining(joint));
  });

  test('the article’s case, B03, starts in the village within 30 minutes', () => {
    expect(rows.find(([code]) => code === 'B03')).toEqual(['B03', '-', '欠薪逃匿、哄抢', 'lds', 'town', 'village', '30 分钟', '60 工作日', 'wage-arrears', '特急']);
  });
});

test('the ladder’s rungs have names of their own, but for the one that two rows reach', async () => {
  const rows = await rowsOf('supervision-ladder.dmn', 'supervision-ladder');
  expect(rows.map((row) => row[4])).toEqual(['warn', 'urge', 'card', 'yellow', 'red', 'escalate', 'escalate', 'pass']);
  expect(rows.map((row) => row[6])).toEqual(['临期提醒', '催办', '普通督办', '黄牌督办', '红牌督办', '升级上报', '升级上报', '到时间']);
  // Both rows of the last rung at once would escalate twice: one is for tasks marked 到期, the other for all others.
  expect(rows.slice(5).map((row) => row[3])).toEqual(['not("到期")', '到期', '到点']);
});

test('whoever is under both thresholds is not transferred', async () => {
  const rows = await rowsOf('crime-transfer.dmn', 'crime-transfer');
  expect(rows.map((row) => row[4])).toEqual(['transfer', 'transfer', 'enforcement']);
  expect(rows.at(-1)!.slice(0, 4)).toEqual(['-', '-', '-', '-']);
});
