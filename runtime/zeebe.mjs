// Starts the Zeebe broker as a child process on the loopback address and returns when it can take work.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { endChild, hasEnded, howEnded, spawnChild } from './child.mjs';
import { requireRoom } from './disk.mjs';
import { giveWay } from './give-way.mjs';
import { accepts, freePort } from './ports.mjs';
import { Refusal } from './refusal.mjs';
import { zeebeEnvironment } from './zeebe-settings.mjs';

const logSettings = fileURLToPath(new URL('zeebe-log.xml', import.meta.url));
const readyWithin = 120_000;
const grace = 20_000;

/** @returns {Promise<import('./zeebe-settings.mjs').ZeebePorts>} */
export async function zeebePorts() {
  const [gateway, command, internal, rest, management] = await Promise.all([freePort(), freePort(), freePort(), freePort(), freePort()]);
  return { gateway, command, internal, rest, management };
}

// bin/broker is a shell script that ends in this same command; started directly, the child's pid is the JVM's on every system.
// The folder of settings is named apart from the libraries: a folder on the class path would rule out an archive of classes.
function commandLine({ home, logs, dataDir, jvm, archive }) {
  return [
    ...(archive ? [`-XX:SharedArchiveFile=${archive}`] : []), '-Xlog:cds=off', '-Xlog:cds+dynamic=off', ...jvm,
    '-Xmx512m', '-XX:+ExitOnOutOfMemoryError', '-Dfile.encoding=UTF-8',
    // A day is a day in Shanghai, for cron cycles and date functions, too.
    '-Duser.timezone=Asia/Shanghai',
    `-Dliandong.data=${dataDir}`, `-Dliandong.logs=${logs}`, `-Dlog4j2.configurationFile=${logSettings}`,
    `-Dapp.name=broker`, `-Dapp.home=${home}`, `-Dbasedir=${home}`,
    `-Dspring.config.additional-location=${pathToFileURL(join(home, 'config')).href}/`,
    '-classpath', join(home, 'lib', '*'),
    'io.camunda.zeebe.broker.StandaloneBroker',
  ];
}

const damage = /^(Caused by: )?[\w.]*(Corrupted\w*|InvalidSnapshot\w*|SnapshotException\w*|RocksDBException)\b.*:/m;
const faults = [
  [/No space left on device|OutOfDiskSpace/i, 'the disk is full'],
  [/UnsupportedClassVersionError/, 'this Java is too old for it'],
  [/Address already in use|BindException/, 'one of its ports is taken'],
  [damage, 'its data is damaged; bring back a backup with npm run restore, or begin anew with --fresh'],
];

/** @param {string} logs what the broker wrote since it started */
const logOf = (logs) => ['zeebe.log', 'zeebe.out'].map((name) => {
  try {
    return readFileSync(join(logs, name), 'utf8');
  } catch {
    return '';
  }
}).join('\n');

/** @param {string} logs @param {string} what */
function explain(logs, what) {
  const known = faults.find(([pattern]) => pattern.test(logOf(logs)));
  return new Refusal(`Zeebe ${what}${known ? `, for ${known[1]}` : ''} (its log is ${join(logs, 'zeebe.log')}).`, { final: known?.[0] === damage });
}

// The management port answers /ready before the gateway listens and the partition has its leader; the topology knows both.
async function takesWork({ rest, gateway }) {
  try {
    const answer = await fetch(`http://127.0.0.1:${rest}/v1/topology`, { signal: AbortSignal.timeout(2000) });
    const { brokers = [] } = await answer.json();
    const leads = brokers.some((broker) => broker.partitions?.some(({ role, health }) => role === 'leader' && health === 'healthy'));
    return leads && (await accepts(gateway));
  } catch {
    return false;
  }
}

// With damaged data the broker goes on without its partition and never says so: only its log does.
async function becomeReady({ child, at, logs }) {
  const began = Date.now();
  let damagedAt = 0;
  for (let turn = 1; !(await takesWork(at)); turn += 1) {
    if (hasEnded(child)) throw Object.assign(explain(logs, `${howEnded(child)} while starting`), { killed: child.signalCode !== null });
    if (turn % 20 === 0 && !damagedAt && damage.test(logOf(logs))) damagedAt = Date.now();
    const hopeless = damagedAt && Date.now() - damagedAt > 5000;
    if (hopeless || Date.now() - began > readyWithin) {
      await endChild(child, grace);
      throw explain(logs, hopeless ? 'cannot start' : `was not ready within ${readyWithin / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * @param {{ jdkHome: string, home: string, dataDir: string, logs: string, ports?: import('./zeebe-settings.mjs').ZeebePorts, recordsUrl?: string, user?: string,
 *   password?: string, clockControlled?: boolean, jvm?: string[], archive?: string, more?: Record<string, string>, spawned?: (child: import('node:child_process').ChildProcess) => void }} settings
 *   home is the unpacked distribution, dataDir the broker's own folder, jvm more of its options, archive one made by
 *   zeebe-quick-start.mjs, more goes over our own settings of the broker, spawned is told of the child before it is ready
 */
export async function startZeebe({ jdkHome, home, dataDir, logs, ports, recordsUrl, user, password, clockControlled = false, jvm = [], archive, more = {}, spawned }) {
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(logs, { recursive: true });
  // Below this the broker starts but refuses every command.
  requireRoom({ folder: dataDir, bytes: 2 * 1024 ** 3, why: 'Zeebe takes no work below' });
  const at = ports ?? (await zeebePorts());
  const env = { ...process.env, JAVA_HOME: jdkHome, LOGGING_CONFIG: logSettings, ...zeebeEnvironment({ ports: at, dataDir, recordsUrl, user, password, clockControlled }), ...more };
  // A file, not a pipe: what the JVM itself says must not be lost, nor the JVM fail, when we are killed.
  const out = openSync(join(logs, 'zeebe.out'), 'w');
  const child = spawnChild(join(jdkHome, 'bin', 'java'), commandLine({ home, logs, dataDir, jvm, archive }), { cwd: dataDir, env, stdio: ['ignore', out, out] });
  closeSync(out);
  child.once('error', () => {});
  spawned?.(child);
  await becomeReady({ child, at, logs });
  // when very many cases begin at once, pages and lists stay as quick as they were
  giveWay(child.pid);
  return { address: `127.0.0.1:${at.gateway}`, management: `http://127.0.0.1:${at.management}`, pid: child.pid, child, stop: () => endChild(child, grace) };
}
