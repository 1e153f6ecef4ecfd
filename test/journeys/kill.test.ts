// Killing the program, the store or the engine at any moment loses nothing that was acknowledged and does nothing twice.
import { killRound, type Round } from '../../bench/lib/kill-round.js';
import { loggedFaults } from '../../bench/lib/logged-faults.js';
import { shuffled, type ChildName } from '../../bench/lib/killer.js';
import { DEMO_PASSWORD, startSystem } from '../support/system.js';

const CASES = 30;
let system: Awaited<ReturnType<typeof startSystem>>;
let round: Round;

beforeAll(async () => {
  system = await startSystem();
  round = await killRound(system, DEMO_PASSWORD, CASES, shuffled<ChildName>(['app', 'store', 'zeebe']), (line) => { if (process.env.LIANDONG_TEST_VERBOSE) console.log(line); });
}, 420_000);
afterAll(() => system?.stop());

describe('killed at random moments while cases run', () => {
  test('each of the three was killed and came back by itself', () => {
    expect(round.kills.map(({ name }) => name).sort()).toEqual(['app', 'store', 'zeebe']);
    for (const { backAfter } of round.kills) expect(backAfter).toBeGreaterThan(0);
  });

  test('every acknowledged report is one case with one instance, every acknowledged task was done once, and store and engine agree', () => {
    expect(round.wrong).toEqual([]);
    expect(round.reports).toBe(CASES + 1);
    expect(round.submissions).toBe((CASES + 1) * 4);
  });

  test('nobody was signed out, and nobody met another answer than "come again"', () => {
    expect(round.lostSessions).toBe(0);
    expect([...round.faults, ...loggedFaults(system.data)]).toEqual([]);
  });

  test('the records that were kept give the read model that is there, document for document', () => {
    expect(round.rebuilt).toMatchObject({ mended: 0, missing: 0, older: 0 });
    expect(round.rebuilt.same).toBeGreaterThan(CASES * 20);
  });
});
