// Starts everything that `npm start` promises, and hands back the address and how to end it; tests start the real system with it.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from './build.mjs';
import { openControl } from './control.mjs';
import { openDataFolder } from './data-folder.mjs';
import { requireRoom } from './disk.mjs';
import { getStore } from './embedded-store.mjs';
import { install, requireNode } from './install.mjs';
import { findJdk } from './jdk.mjs';
import { Refusal } from './refusal.mjs';
import { freePort, requirePort } from './ports.mjs';
import { startSettings } from './settings.mjs';
import { pausedBackup } from './paused-backup.mjs';
import { openSystem } from './system.mjs';
import { getZeebe } from './zeebe-distribution.mjs';
import { quickStart } from './zeebe-quick-start.mjs';
import { zeebePorts } from './zeebe.mjs';

async function getJava({ settings: { root, data, log, abort }, local, noteChild }) {
  if (!local.store && !local.zeebe) return {};
  const jdk = await findJdk();
  if (local.zeebe) requireRoom({ folder: data, bytes: 2 * 1024 ** 3, why: 'Zeebe takes no work below' });
  if (local.store) await getStore({ root, jdk, log });
  if (!local.zeebe) return { jdk };
  const spawned = (child) => {
    noteChild('zeebe', child.pid);
    abort?.addEventListener('abort', () => child.kill('SIGKILL'));
  };
  const zeebeHome = await getZeebe({ root, jdk, log });
  return { jdk, zeebeHome, archive: await quickStart({ home: zeebeHome, jdk, scratch: join(data, 'trial'), spawned, log }) };
}

/** What the program is told. */
function appEnvironment({ settings, secrets, addresses, java }) {
  const { env, host, data, role } = settings;
  // Their passwords are known to everybody: on a network demo accounts are there only if somebody asks for them.
  const loopback = /^(127\.|localhost$|::1$)/.test(host);
  const { LIANDONG_DEMO: demo = loopback ? '1' : '0', LIANDONG_APP: _, ...rest } = env;
  return {
    ...rest,
    ...addresses,
    // a rehearsal starts a broker of its own from the same files
    ...(java.zeebeHome ? { REHEARSAL_ZEEBE_HOME: java.zeebeHome, REHEARSAL_JAVA_HOME: java.jdk.home, ...(java.archive ? { REHEARSAL_ZEEBE_ARCHIVE: java.archive } : {}) } : {}),
    HOST: host,
    RECORDS_USER: secrets.recordsUser,
    RECORDS_PASSWORD: secrets.recordsPassword,
    SESSION_SECRET: secrets.sessionSecret,
    LIANDONG_DATA: data,
    LIANDONG_ROLE: role,
    // Production never has them, whatever the environment says.
    ...(env.NODE_ENV === 'production' ? {} : { LIANDONG_DEMO: demo }),
  };
}

/** Addresses stay the same for as long as this start lives, so that a child that died is found again by the others. */
async function choosePorts({ settings, local }) {
  const { port, recordsPort } = settings;
  const ports = { web: port || (await freePort()), store: await freePort(), zeebe: await zeebePorts(), records: recordsPort || (await freePort()) };
  const addresses = {
    ZEEBE_ADDRESS: local.zeebe ? `127.0.0.1:${ports.zeebe.gateway}` : settings.zeebeAddress,
    ZEEBE_MANAGEMENT: local.zeebe ? `http://127.0.0.1:${ports.zeebe.management}` : settings.zeebeManagement,
    MONGODB_URI: local.store ? `mongodb://127.0.0.1:${ports.store}/liandong?directConnection=true` : settings.mongoUri,
    PORT: String(ports.web),
    RECORDS_PORT: String(ports.records),
  };
  return { ports, addresses: Object.fromEntries(Object.entries(addresses).filter(([, value]) => value !== undefined)) };
}

// Everything that can be refused or takes time before the first child of ours is started.
async function prepare({ settings, local, noteChild }) {
  const { root, host, log, port, recordsPort, role, isOurMain } = settings;
  if (port) await requirePort(port, host);
  if (recordsPort && role !== 'workers') await requirePort(recordsPort, '127.0.0.1');
  await install({ root, log });
  if (isOurMain) await build({ root, log });
  return getJava({ settings, local, noteChild });
}

/**
 * @param {import('./settings.mjs').StartOptions} [options]
 * @returns {Promise<{ url: string, env: Record<string, string>, signIns: { account: string, password: string, name: string, role: string }[],
 *   children: { app?: number, store?: number, zeebe?: number }, backup: (file: string) => Promise<{ file: string, files: number, bytes: number }>,
 *   gaveUp: Promise<unknown>, stop: () => Promise<void> }>} gaveUp resolves with the reason when a child cannot be kept running; children are process ids of the moment
 */
export async function startAll(options = {}) {
  requireNode();
  const settings = startSettings(options);
  const { root, data, main, clockControlled, log, role } = settings;
  const local = { store: !settings.mongoUri, zeebe: !settings.zeebeAddress };
  if (settings.fresh && !(local.store && local.zeebe)) throw new Refusal('--fresh removes the embedded store and engine together; with ZEEBE_ADDRESS or MONGODB_URI set they are not ours to remove.', { final: true });
  const folder = await openDataFolder(data, { fresh: settings.fresh, log, role: local.store || local.zeebe ? undefined : role });
  const undo = [() => folder.close()];
  let fail = (_error) => {};
  const gaveUp = new Promise((resolve) => (fail = resolve));
  /** @template T @param {Promise<T>} promise @returns {Promise<T>} what comes, or the reason why it never will */
  const unlessGivenUp = (promise) => Promise.race([promise, gaveUp.then((error) => Promise.reject(error))]);
  settings.abort?.addEventListener('abort', () => fail(new Refusal('The start was broken off.', { final: true })));
  try {
    const java = await unlessGivenUp(prepare({ settings, local, noteChild: folder.noteChild }));
    const { ports, addresses } = await choosePorts({ settings, local });
    const appEnv = appEnvironment({ settings, secrets: folder.secrets, addresses, java });
    const { secrets, noteChild } = folder;
    const output = outputTo(settings.output, data);
    const system = openSystem({ root, data, main, ...java, clockControlled, ports, local, secrets, appEnv, log, output, noteChild, gaveUp: fail });
    undo.unshift(() => system.down());
    const names = [local.store && 'the embedded store', local.zeebe && 'Zeebe', 'the web program'].filter(Boolean);
    log(`Starting ${names.join(', ').replace(/, ([^,]*)$/, ' and $1')} …`);
    const app = await unlessGivenUp(system.up());
    const backup = pausedBackup({ system, settings, unlessGivenUp });
    const control = await openControl({ backup: ({ file }) => backup(file) });
    undo.unshift(() => control.close());
    folder.note({ ...runningNote({ addresses, ports, local, app }), control: { port: control.port, token: control.token } });
    return {
      url: app.url,
      env: addresses,
      signIns: app.signIns,
      get children() {
        return { app: system.pid('app'), store: system.pid('store'), zeebe: system.pid('zeebe') };
      },
      backup,
      gaveUp,
      stop: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/** @returns {(text: string) => void} where the program's lines go */
function outputTo(wanted, data) {
  if (typeof wanted === 'function') return wanted;
  if (wanted === 'inherit') return (text) => void process.stdout.write(text);
  const file = join(data, 'logs', 'app.log');
  mkdirSync(dirname(file), { recursive: true });
  return (text) => appendFileSync(file, text);
}

function runningNote({ addresses, ports, local, app }) {
  const { ZEEBE_ADDRESS: zeebeAddress, ZEEBE_MANAGEMENT: zeebeManagement, MONGODB_URI: mongoUri } = addresses;
  return { url: app.url, zeebeAddress, zeebeManagement, mongoUri, recordsPort: ports.records, embedded: local.store && local.zeebe };
}

async function undoAll(undo) {
  for (const step of undo.splice(0)) await step();
}
