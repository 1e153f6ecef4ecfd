// Starts our own program (dist/main.js) as a child process and returns when it says that it is ready.
import { existsSync } from 'node:fs';
import { endChild, hasEnded, howEnded, spawnChild } from './child.mjs';
import { Refusal } from './refusal.mjs';

const readyWithin = 120_000;
const grace = 10_000;

// An uncaught error is printed with its stack; the line that names it is the one that people can use.
function lastWords(text) {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const named = lines.findLast((line) => /^(\w*Error|Uncaught.*|✗|Invalid|NotFound|Conflict|MongoServerError|MongooseError)\b.*:? /.test(line));
  return (named ?? lines.at(-1) ?? '').replace(/^✗ /, '').slice(0, 400);
}

/**
 * @param {{ main: string, root: string, dataDir: string, env: NodeJS.ProcessEnv, output: (text: string) => void,
 *   spawned?: (child: import('node:child_process').ChildProcess) => void }} settings
 */
export async function startApp({ main, root, dataDir, env, output, spawned }) {
  if (!existsSync(main)) throw new Refusal(`There is no ${main}; the build made no main.js.`, { final: true });
  // The folder is named on the command line only so that a list of processes tells whose this is.
  const child = spawnChild(process.execPath, ['--enable-source-maps', main, `--data=${dataDir}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  spawned?.(child);
  let errors = '';
  child.stdout?.on('data', (chunk) => output(String(chunk)));
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-8000);
    output(String(chunk));
  });
  const ready = await new Promise((resolve, reject) => {
    const fail = (what, killed) => reject(Object.assign(new Refusal(`The web program ${what}${errors.trim() ? `: ${lastWords(errors)}` : '.'}`), { killed }));
    const clock = setTimeout(() => void endChild(child, grace).then(() => fail(`was not ready within ${readyWithin / 1000} s`, false)), readyWithin);
    child.once('error', (error) => fail(`could not be started (${error.message})`, false));
    // 'close' comes after the last of its output, unlike 'exit'.
    child.once('close', () => {
      clearTimeout(clock);
      fail(`${howEnded(child)} while starting`, child.signalCode !== null);
    });
    child.on('message', (message) => {
      if (!message?.ready) return;
      clearTimeout(clock);
      resolve(message);
    });
  });
  // The channel would keep us waiting for a child that is told to end; it has said all we need.
  child.channel?.unref?.();
  return { child, url: ready.url, signIns: ready.signIns ?? [], stop: () => (hasEnded(child) ? Promise.resolve() : endChild(child, grace)) };
}
