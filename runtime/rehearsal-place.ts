// The space of a rehearsal: a database and a folder of its own, named after it, so that what a crash left behind is known again and taken away.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../processes/settings.js';
import type { Store } from '../processes/store/store.js';
import { script } from './scripts.js';

/** No rehearsal lives longer, milliseconds of the wall clock. */
export const LIFE = 45 * 60_000;

const URI = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

function partsOf(uri: string): { host: string; name: string; options: URLSearchParams } {
  const [, host = uri, name = '', options = ''] = URI.exec(uri) ?? [];
  return { host, name: name || 'test', options: new URLSearchParams(options) };
}

/** A fresh id; it tells when it was made: eight characters for that, six of chance. */
export const freshId = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8).padEnd(6, '0')}`;

const bornAt = (id: string): number => Number.parseInt(id.slice(0, -6), 36);
/** Could it be an id of ours that was made before then? Whatever else bears such a name belongs to somebody else. */
const isOurs = (id: string, before: number): boolean => /^[0-9a-z]{14}$/.test(id) && bornAt(id) > Date.UTC(2024) && bornAt(id) < before;
const prefix = (uri: string): string => `${partsOf(uri).name}_rehearsal_`;
const databaseOf = (uri: string, id: string): string => `${prefix(uri)}${id}`;

/** The address of a rehearsal's own database, beside the live one. */
export function rehearsalUri(uri: string, id: string): string {
  const { host, name, options } = partsOf(uri);
  // whoever signs in does so where they are known, not in a database that is new
  if (host.includes('@') && !options.has('authSource')) options.set('authSource', name);
  const query = options.toString();
  return `${host}/${databaseOf(uri, id)}${query ? `?${query}` : ''}`;
}

const home = (settings: Pick<Settings, 'data'>): string => join(settings.data, 'rehearsal');
export const folderOf = (settings: Pick<Settings, 'data'>, id: string): string => join(home(settings), id);

/** Notes the broker of a rehearsal, so that it is found if nobody is left to end it. */
export async function noteBroker(folder: string, pid: number): Promise<void> {
  const { identity } = await script('identity.mjs');
  writeFileSync(join(folder, 'broker.json'), JSON.stringify({ pid, identity: identity(pid) }));
}

/** Ends the broker that was noted, at once: what it holds is thrown away. */
export async function endBroker(folder: string): Promise<void> {
  const file = join(folder, 'broker.json');
  if (!existsSync(file)) return;
  const { endLeftOver } = await script('identity.mjs');
  try {
    await endLeftOver(JSON.parse(readFileSync(file, 'utf8')), 0);
  } catch {
    // a note cut short was never followed by a broker that runs
  }
}

/** What says inside a database that it is a rehearsal's. */
const MARK = 'rehearsal';
const marks = (store: Store, settings: Settings, id: string) => store.connection.getClient().db(databaseOf(settings.mongoUri, id)).collection<{ _id: string; value: string }>('settings');

/** Marks the database of a rehearsal as one, before anything else is in it: without the mark no sweep takes it away. */
export async function markPlace(live: Store, settings: Settings, id: string): Promise<void> {
  await marks(live, settings, id).insertOne({ _id: MARK, value: id });
}

/** Takes away what a rehearsal of ours had: its broker, its database, its folder. */
export async function removePlace({ connection }: Store, settings: Settings, id: string): Promise<void> {
  await endBroker(folderOf(settings, id));
  await connection.getClient().db(databaseOf(settings.mongoUri, id)).dropDatabase();
  rmSync(folderOf(settings, id), { recursive: true, force: true });
}

/** Takes away what earlier processes left: all rehearsals of this data folder, and marked databases of others that are older than a rehearsal can be. */
export async function sweepPlaces(store: Store, settings: Settings): Promise<void> {
  const folders = (existsSync(home(settings)) ? readdirSync(home(settings)) : []).filter((id) => isOurs(id, Date.now()));
  const { databases } = await store.connection.getClient().db().admin().listDatabases({ nameOnly: true });
  const start = prefix(settings.mongoUri);
  const old = databases.map(({ name }) => name).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length)).filter((id) => isOurs(id, Date.now() - LIFE));
  for (const id of new Set([...folders, ...old])) {
    // what one of them lacks or refuses does not keep the others
    await sweepOne(store, settings, id).catch((error: Error) => console.error(`rehearsals: <${id}> was not taken away: ${error.message}`));
  }
}

async function sweepOne(store: Store, settings: Settings, id: string): Promise<void> {
  if ((await marks(store, settings, id).findOne({ _id: MARK }))?.value === id) return removePlace(store, settings, id);
  await endBroker(folderOf(settings, id));
  rmSync(folderOf(settings, id), { recursive: true, force: true });
}
