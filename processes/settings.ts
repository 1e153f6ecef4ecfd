// Everything that may differ between two installations, read once from the environment.
import { join } from 'node:path';
import { mapSettings, type MapSettings } from './map-settings.js';

export interface Settings {
  role: 'all' | 'api' | 'workers';
  host: string; port: number;
  mongoUri: string; zeebeAddress: string; zeebeManagement?: string;
  records: { port: number; host: string; user: string; password: string; keepDays: number };
  sessionSecret: string; secureCookies: boolean;
  data: string; diagrams: string;
  production: boolean; demo: boolean;
  /** The engine of rehearsals: one that is started for each (`local`), or one that somebody keeps for them. */
  rehearsal: { local?: { jdkHome: string; home: string; archive?: string }; given?: { address: string; management: string; recordsPort: number } };
  map?: MapSettings;
  /** Ways to the outside: an SMS gateway, a robot for what a diagram tells everybody, a mail server with the address that mail comes from. */
  smsGateway?: string; botWebhook?: string; smtp?: { url: string; from: string };
  /** Hosts of robots besides DingTalk's and WeCom's own, for installations that have such a service of their own. */
  botHosts?: string[];
  /** Hosts that partners may be called on: webhooks and look-ups. */
  partnerHosts?: string[];
  /** Where people outside find our pages; absent: messages carry no links. */
  publicUrl?: string;
  /** Whoever sends it may read the metrics; absent: nobody may. */
  metricsToken?: string;
}

/** The folder of the project, whether this runs from the sources or from dist/. */
export const root = join(import.meta.dirname, import.meta.dirname.includes(`${join('dist', 'processes')}`) ? '../..' : '..');

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`setting <${name}> is missing`);
  return value;
}

function port(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = Number(env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 0 || value > 65535) throw new Error(`setting <${name}=${env[name]}> is not a port`);
  return value;
}

/** Where an address of the engine leads, however this machine is called in it; `port` is the one that may be left out. */
function placeOf(address: string, port: string): string {
  const [, host = '', given = port] = /^(?:[a-z]+:\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?/.exec(address.toLowerCase()) ?? [];
  return `${/^(localhost|127(\.\d+){3}|\[::1\]|\[::\]|0\.0\.0\.0|)$/.test(host) ? 'here' : host}:${given}`;
}
const isSame = (one: string, other: string | undefined, port: string): boolean => other !== undefined && placeOf(one, port) === placeOf(other, port);

function rehearsal(env: NodeJS.ProcessEnv): Settings['rehearsal'] {
  const { REHEARSAL_ZEEBE_ADDRESS: address, REHEARSAL_ZEEBE_MANAGEMENT: management, REHEARSAL_ZEEBE_HOME: home, REHEARSAL_JAVA_HOME: jdkHome, REHEARSAL_ZEEBE_ARCHIVE: archive } = env;
  if (address && management) {
    // its clock is moved: one that carries live cases would close and escalate them all
    if (isSame(address, env.ZEEBE_ADDRESS, '26500')) throw new Error(`setting <REHEARSAL_ZEEBE_ADDRESS=${address}> is the engine of the live cases`);
    if (isSame(management, env.ZEEBE_MANAGEMENT, '80')) throw new Error(`setting <REHEARSAL_ZEEBE_MANAGEMENT=${management}> is the engine of the live cases`);
    return { given: { address, management: management.replace(/\/$/, ''), recordsPort: port(env, 'REHEARSAL_RECORDS_PORT', 9701) } };
  }
  return home && jdkHome ? { local: { home, jdkHome, ...(archive ? { archive } : {}) } } : {};
}

function web(env: NodeJS.ProcessEnv, name: string): string | undefined {
  if (!env[name]) return undefined;
  if (!/^https?:\/\//i.test(env[name]) || !URL.canParse(env[name])) throw new Error(`setting <${name}=${env[name]}> is no address that begins with http:// or https://`);
  return env[name];
}

const hosts = (list = ''): string[] => list.split(',').map((one) => one.trim().toLowerCase()).filter(Boolean);

function smtp(env: NodeJS.ProcessEnv): Pick<Settings, 'smtp'> {
  const { SMTP_URL: url, SMTP_FROM: from } = env;
  if (!url) return {};
  // the address may hold a password: it is not repeated
  if (!/^smtps?:\/\//i.test(url) || !URL.canParse(url)) throw new Error('setting <SMTP_URL> is no address that begins with smtp:// or smtps://');
  if (!from) throw new Error('setting <SMTP_FROM> is missing: mail must come from somebody');
  return { smtp: { url, from } };
}

/** Reads the settings. @throws one sentence that names the setting that is missing or wrong */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const role = env.LIANDONG_ROLE ?? 'all';
  if (role !== 'all' && role !== 'api' && role !== 'workers') throw new Error(`setting <LIANDONG_ROLE=${role}> is none of all, api, workers`);
  const production = env.NODE_ENV === 'production';
  const demo = env.LIANDONG_DEMO === '1';
  if (production && demo) throw new Error('demo accounts are refused in production mode: unset <LIANDONG_DEMO>');
  return {
    role, production, demo,
    host: env.HOST ?? '127.0.0.1', port: port(env, 'PORT', 3000),
    mongoUri: required(env, 'MONGODB_URI'), zeebeAddress: required(env, 'ZEEBE_ADDRESS'), zeebeManagement: env.ZEEBE_MANAGEMENT,
    records: {
      port: port(env, 'RECORDS_PORT', 9700), host: env.RECORDS_HOST ?? '127.0.0.1', user: env.RECORDS_USER ?? 'zeebe',
      password: required(env, 'RECORDS_PASSWORD'), keepDays: Number(env.RECORDS_KEEP_DAYS ?? 30),
    },
    sessionSecret: required(env, 'SESSION_SECRET'), secureCookies: env.SECURE_COOKIES === undefined ? production : env.SECURE_COOKIES === '1',
    data: env.LIANDONG_DATA ?? join(root, '.data'), diagrams: env.LIANDONG_DIAGRAMS ?? join(root, 'processes/diagrams'),
    rehearsal: rehearsal(env), map: mapSettings(env),
    smsGateway: web(env, 'SMS_GATEWAY'), botWebhook: web(env, 'BOT_WEBHOOK'), botHosts: hosts(env.BOT_HOSTS), partnerHosts: hosts(env.PARTNER_HOSTS),
    publicUrl: web(env, 'PUBLIC_URL')?.replace(/\/$/, ''), ...(env.METRICS_TOKEN ? { metricsToken: env.METRICS_TOKEN } : {}), ...smtp(env),
  };
}
