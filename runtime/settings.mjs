// What a start was asked for: the command line first, then the environment, then what suits one machine.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './install.mjs';
import { Refusal } from './refusal.mjs';

const roles = ['all', 'api', 'workers'];

function portFrom(value, name) {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Refusal(`${name} must be a port between 0 and 65535, not <${value}>.`);
  return port;
}

/** @param {string[]} args @returns {StartOptions} */
export function readArguments(args) {
  const text = { type: /** @type {const} */ ('string') };
  const flag = { type: /** @type {const} */ ('boolean') };
  try {
    const { values } = parseArgs({ args, options: { port: text, host: text, data: text, role: text, fresh: flag, 'clock-controlled': flag }, allowPositionals: false });
    const { 'clock-controlled': clockControlled, port, ...rest } = values;
    return { ...rest, clockControlled, ...(port === undefined ? {} : { port: portFrom(port, '--port') }) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${error.message.split('.')[0]}; known are --port N, --host H, --data DIR, --role all|api|workers, --fresh and --clock-controlled.`);
  }
}

/**
 * @typedef {{ port?: number, host?: string, data?: string, role?: string, fresh?: boolean, clockControlled?: boolean, root?: string, app?: string,
 *   env?: NodeJS.ProcessEnv, log?: (line: string) => void, output?: 'inherit' | ((text: string) => void),
 *   abort?: AbortSignal }} StartOptions
 *   port 0 takes a free one; app is another main.js than ours (tests); env is added to the environment; log hears the steps, output what the app prints ('inherit'
 *   shows it; without one it goes to logs/app.log in the data folder);
 *   abort ends a start that is not ready yet
 * @param {StartOptions} options
 */
export function startSettings(options = {}) {
  const env = { ...process.env, ...options.env };
  const root = options.root ?? projectRoot;
  const role = options.role ?? 'all';
  if (!roles.includes(role)) throw new Refusal(`--role must be one of ${roles.join(', ')}, not <${role}>.`);
  return {
    root,
    role,
    env,
    port: options.port ?? (env.PORT ? portFrom(env.PORT, 'PORT') : 3000),
    host: options.host ?? env.HOST ?? '127.0.0.1',
    data: resolve(root, options.data ?? env.LIANDONG_DATA ?? '.data'),
    fresh: options.fresh ?? false,
    clockControlled: options.clockControlled ?? false,
    main: options.app ?? env.LIANDONG_APP ?? join(root, 'dist', 'main.js'),
    isOurMain: !(options.app ?? env.LIANDONG_APP),
    // Addresses of an engine and of data that somebody else runs; without one we run our own.
    zeebeAddress: env.ZEEBE_ADDRESS || undefined,
    zeebeManagement: env.ZEEBE_MANAGEMENT || undefined,
    mongoUri: env.MONGODB_URI || undefined,
    // An engine elsewhere is configured with this port by hand; our own is told a free one.
    recordsPort: env.RECORDS_PORT ? portFrom(env.RECORDS_PORT, 'RECORDS_PORT') : env.ZEEBE_ADDRESS ? 9700 : 0,
    abort: options.abort,
    log: options.log ?? console.log,
    output: options.output,
  };
}
