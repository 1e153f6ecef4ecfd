// The whole real system for a test: shared by one test run (test/run.mjs starts it), or started here when a file is run alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, type Client } from '../../runtime/client.js';
import { startAll } from '../../runtime/start-all.mjs';

export const DEMO_PASSWORD = 'liandong-demo';

export interface System {
  url: string; mongoUri: string; zeebeAddress: string; zeebeManagement: string;
  /** Signs in one of the demo's people; each once. */
  as(account: string): Promise<Client>;
  /** Moves the engine's clock ahead, milliseconds. */
  move(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

type Addresses = Pick<System, 'url' | 'mongoUri' | 'zeebeAddress' | 'zeebeManagement'>;

function system(addresses: Addresses, stop: () => Promise<void>): System {
  const signedIn = new Map<string, Promise<Client>>();
  return {
    ...addresses, stop,
    as(account) {
      if (!signedIn.has(account)) signedIn.set(account, signIn(addresses.url, account, DEMO_PASSWORD));
      return signedIn.get(account)!;
    },
    async move(milliseconds) {
      const answer = await fetch(`${addresses.zeebeManagement}/actuator/clock/add`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ offsetMilli: milliseconds }),
      });
      if (!answer.ok) throw new Error(`the clock was not moved: <${answer.status}> ${await answer.text()}`);
    },
  };
}

/** Starts a system of its own with an empty data folder and a clock that can be moved. */
export async function startSystem(options: Record<string, unknown> = {}): Promise<System & { children: { app?: number; store?: number; zeebe?: number }; data: string }> {
  const data = mkdtempSync(join(tmpdir(), 'liandong-system-'));
  const log = process.env.LIANDONG_TEST_VERBOSE ? console.log : () => undefined;
  const started = await startAll({ data, port: 0, clockControlled: true, log, output: process.env.LIANDONG_TEST_VERBOSE ? 'inherit' : undefined, ...options } as never);
  const { env, url } = started as { env: Record<string, string>; url: string };
  const made = system({ url, mongoUri: env.MONGODB_URI!, zeebeAddress: env.ZEEBE_ADDRESS!, zeebeManagement: env.ZEEBE_MANAGEMENT! }, async () => {
    await started.stop();
    rmSync(data, { recursive: true, force: true });
  });
  return Object.defineProperty(Object.assign(made, { data }) as never, 'children', { get: () => started.children });
}

/** The system that the run shares; without one a new one. `stop` ends only what was started here. */
export async function theSystem(): Promise<System> {
  const shared = process.env.LIANDONG_TEST_SYSTEM;
  return shared ? system(JSON.parse(shared) as Addresses, async () => undefined) : startSystem();
}
