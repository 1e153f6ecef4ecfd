// The whole system as one: brings store, Zeebe and our program up, keeps them up, and takes them down in the right order.
import { join } from 'node:path';
import { startApp } from './app.mjs';
import { startEmbeddedStore } from './embedded-store.mjs';
import { keep } from './keep.mjs';
import { startZeebe } from './zeebe.mjs';

/**
 * @typedef {{ root: string, data: string, main: string, jdk?: { home: string, java: string }, zeebeHome?: string, archive?: string, clockControlled: boolean,
 *   ports: { store: number, zeebe: import('./zeebe-settings.mjs').ZeebePorts, records: number }, local: { store: boolean, zeebe: boolean },
 *   secrets: { recordsUser: string, recordsPassword: string }, appEnv: NodeJS.ProcessEnv,
 *   log: (line: string) => void, output: (text: string) => void, noteChild: (name: string, pid: number | undefined) => void, gaveUp: (error: unknown) => void }} Plan
 */

/** @param {Plan} plan */
export function openSystem(plan) {
  const { log, gaveUp, noteChild } = plan;
  const noting = (name) => ({ born: (child) => noteChild(name, child.pid), started: (one) => noteChild(name, one.child.pid) });
  /** @type {{ url: string, signIns: any[] } | undefined} */
  let app;

  function keepStore() {
    const start = () => startEmbeddedStore({ root: plan.root, jdk: plan.jdk, dataDir: plan.data, port: plan.ports.store, log: (line) => log(`store: ${line}`) });
    return keep({ name: 'store', start, log, gaveUp, ...noting('store') });
  }

  function keepZeebe() {
    const { jdk, zeebeHome, archive, clockControlled, ports, secrets, data } = plan;
    const settings = { jdkHome: jdk.home, home: zeebeHome, archive, dataDir: join(data, 'zeebe'), logs: join(data, 'logs'), ports: ports.zeebe, clockControlled };
    const records = { recordsUrl: `http://127.0.0.1:${ports.records}`, user: secrets.recordsUser, password: secrets.recordsPassword };
    return keep({ name: 'zeebe', start: (spawned) => startZeebe({ ...settings, ...records, spawned }), log, gaveUp, ...noting('zeebe') });
  }

  function keepApp(after) {
    const start = (spawned) => startApp({ main: plan.main, root: plan.root, dataDir: plan.data, env: plan.appEnv, output: plan.output, spawned });
    const { born, started } = noting('app');
    return keep({ name: 'app', start, after, log, gaveUp, born, started: (one) => (started(one), (app = one)) });
  }

  /** In the order in which they are needed. @type {Record<string, import('./keep.mjs').Kept>} */
  let kept = {};

  return {
    /** Starts all and returns when the program is ready; store and Zeebe start side by side. */
    async up() {
      const store = plan.local.store ? { store: keepStore() } : {};
      const zeebe = plan.local.zeebe ? { zeebe: keepZeebe() } : {};
      kept = { ...store, ...zeebe };
      kept.app = keepApp(Object.values(kept));
      await kept.app.up();
      return app;
    },
    /** The program first, because it uses both; Zeebe before the store, because it writes through the program into the store. */
    async down() {
      // A child outside our process group may have heard the same Ctrl-C: none is to be started again now.
      for (const one of Object.values(kept)) one.release();
      for (const name of ['app', 'zeebe', 'store']) {
        await kept[name]?.stop();
        noteChild(name, undefined);
      }
      kept = {};
    },
    /** @param {string} name */
    pid: (name) => kept[name]?.pid(),
  };
}
