// Makes the first holder of each of the three offices (三员分立), once each: `npm run admin -- create --account X --name Y --role security`; the password comes from ADMIN_PASSWORD or is asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFirstAdmin, vacantOffices } from '../processes/first-admin.js';
import { root } from '../processes/settings.js';
import { openStore } from '../processes/store/store.js';
import { readPassword } from './password.js';

const usage = 'usage: npm run admin -- create --account <account> --name <name> [--role admin|security|auditor] [--unit <unit id>]';

function mongoUri(): string {
  if (process.env.MONGODB_URI) return process.env.MONGODB_URI;
  const file = join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json');
  try {
    const { mongoUri: uri } = JSON.parse(readFileSync(file, 'utf8')) as { mongoUri?: string };
    if (uri) return uri;
  } catch {
    // Nothing runs here; said below.
  }
  throw new Error('no store: set <MONGODB_URI>, or run this while `npm start` runs');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { account: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' }, unit: { type: 'string' } } });
  if (positionals[0] !== 'create' || positionals.length !== 1 || !values.account || !values.name) throw new Error(usage);
  const store = await openStore(mongoUri());
  try {
    const made = await createFirstAdmin(store, { account: values.account, name: values.name, unit: values.unit, role: values.role, password: process.env.ADMIN_PASSWORD || await readPassword() });
    console.log(`<${made.account}> was made with the office <${made.posts[0]!.role}> of unit <${made.posts[0]!.unit}>`);
    const vacant = await vacantOffices(store);
    console.log(vacant.length ? `still without anybody: ${vacant.map((role) => `<${role}>`).join(', ')}; make them with --role, each another person` : 'all three offices have somebody; sign in and go on from there');
  } finally {
    await store.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
