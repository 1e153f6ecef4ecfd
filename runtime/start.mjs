// `npm start`: the command around startAll. Ctrl-C, a hang-up and SIGTERM end every child cleanly.
import { isCommand, leave } from './refusal.mjs';
import { readArguments } from './settings.mjs';
import { welcome } from './sign-ins.mjs';
import { startAll } from './start-all.mjs';

export { startAll };

async function start() {
  const abort = new AbortController();
  /** @type {Awaited<ReturnType<typeof startAll>> | undefined} */
  let running;
  const end = async () => {
    // npm passes the terminal's Ctrl-C on, so the same signal may come twice.
    if (abort.signal.aborted) return;
    console.log('\nEnding …');
    abort.abort();
    if (!running) return;
    await running.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end().catch(leave));
  try {
    running = await startAll({ ...readArguments(process.argv.slice(2)), output: 'inherit', abort: abort.signal });
  } catch (error) {
    // Broken off by whoever started it: all is ended, and that is what was asked for.
    if (abort.signal.aborted) process.exit(0);
    throw error;
  }
  console.log(welcome(running));
  const reason = await running.gaveUp;
  if (abort.signal.aborted) return;
  await running.stop();
  leave(reason);
}

if (await isCommand(import.meta.url)) start().catch(leave);
