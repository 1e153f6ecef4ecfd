// `npm run bench [-- cases|kill|studio|…]`: load and comparison runs; each prints the machine and the store that it ran on.
import { cpus, totalmem } from 'node:os';

const runs: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  assessment: () => import('./assessment.js'),
  audit: () => import('./audit.js'),
  cases: () => import('./cases.js'),
  exports: () => import('./exports.js'),
  kill: () => import('./kill.js'),
  studio: () => import('./studio.js'),
  lists: () => import('./lists.js'),
  live: () => import('./live.js'),
  migration: () => import('./migration.js'),
  warning: () => import('./warning.js'),
  monitor: () => import('./monitor.js'),
};

const [name = 'cases', ...args] = process.argv.slice(2);
const load = runs[name];
if (!load) {
  console.error(`no bench <${name}>; there are ${Object.keys(runs).join(', ')}`);
  process.exit(2);
}
console.log(`machine: ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, Node ${process.versions.node}`);
await (await load()).run(args).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
process.exit();
