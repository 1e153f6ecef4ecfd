// `npm run bench -- kill [--rounds N] [--cases M]`: kills the program, the store and the engine at random moments, as often as wanted, and compares.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { killRound } from './lib/kill-round.js';
import { loggedFaults } from './lib/logged-faults.js';
import { shuffled, type ChildName } from './lib/killer.js';
import { runtime } from './runtime.js';

const option = (args: string[], name: string, fallback: number): number => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(args[at + 1]);
};

async function round(number: number, cases: number): Promise<string[]> {
  const { startAll } = await runtime();
  const data = mkdtempSync(join(tmpdir(), 'liandong-kill-'));
  const system = await startAll({ data, port: 0, log: () => undefined });
  try {
    const { MONGODB_URI: mongoUri, ZEEBE_ADDRESS: zeebeAddress } = system.env;
    const running = { url: system.url, mongoUri, zeebeAddress, get children() { return system.children; } };
    const names = shuffled<ChildName>(['app', 'store', 'zeebe']);
    const { kills, reports, submissions, repeats, lostSessions, faults, wrong, rebuilt } = await killRound(running, DEMO_PASSWORD, cases, names, (line) => console.log(`  ${line}`));
    for (const { name, backAfter } of kills) console.log(`  <${name}> was back after ${((backAfter ?? NaN) / 1000).toFixed(1)} s`);
    console.log(`round ${number}: ${reports} reports and ${submissions} submissions acknowledged (${repeats} repeated, ${lostSessions} sessions lost); ${rebuilt.records} records replayed, ${rebuilt.same} documents identical`);
    return [...wrong, ...faults, ...loggedFaults(data)];
  } finally {
    await system.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** `--rounds N` rounds of `--cases M` cases, each on a fresh system with one kill of each of the three. @throws when anything differs */
export async function run(args: string[]): Promise<void> {
  const [rounds, cases] = [option(args, 'rounds', 3), option(args, 'cases', 60)];
  if (!(rounds >= 1 && cases >= 5)) throw new Error(`<--rounds ${rounds} --cases ${cases}> is too few to find anything`);
  let differences = 0;
  for (let i = 1; i <= rounds; i += 1) {
    for (const line of await round(i, cases)) {
      differences += 1;
      console.error(`  ✗ ${line}`);
    }
  }
  if (differences > 0) throw new Error(`<${differences}> differences in <${rounds}> rounds`);
  console.log(`${rounds} rounds, ${rounds * 3} kills: nothing lost, nothing twice`);
}
