// The web application alone, on one store and without an engine, in a process of its own: what `bench -- lists` asks. It ends with whoever started it.
import { createApp } from '../../api/app.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import type { Deps } from '../../processes/deps.js';
import { openStore } from '../../processes/store/store.js';

const store = await openStore(process.env.MONGODB_URI!);
const deps = {
  store, engine: undefined, clock: engineClock(), calendar: defaultCalendar(),
  settings: { sessionSecret: 'for a bench only', secureCookies: false, production: false, demo: true, port: 0 },
} as unknown as Deps;
const server = createApp(deps, { ready: async () => true }).listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
// how much of a core it used so far, milliseconds
process.on('message', () => { const { user, system } = process.cpuUsage(); process.send?.({ cpu: (user + system) / 1000 }); });
process.once('disconnect', () => process.exit());
