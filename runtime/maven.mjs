// Runs Maven on our pom with the JDK that was found, and turns what it says on failing into one sentence.
import { execFile, spawn } from 'node:child_process';
import { Refusal } from './refusal.mjs';

// On Windows mvn is a .cmd, which only a shell can start.
const shell = process.platform === 'win32';

/** @param {{ home: string }} jdk @returns {Promise<string>} Maven's version */
export function requireMaven(jdk) {
  return new Promise((resolve, reject) => {
    execFile('mvn', ['-B', '-v'], { shell, env: { ...process.env, JAVA_HOME: jdk.home }, timeout: 60_000 }, (error, out) => {
      const version = /Apache Maven (\d+)\.(\d+)[.\d]*/.exec(out ?? '');
      const need = 'Maven 3.8 or newer is needed once, to fetch Zeebe and the embedded store';
      if (!version) return reject(new Refusal(`${need}, but ${error?.code === 'ENOENT' ? 'there is no mvn on the PATH' : 'mvn -v did not answer'}; install it.`, { final: true }));
      if (Number(version[1]) * 1000 + Number(version[2]) < 3008) return reject(new Refusal(`${need}, but mvn is ${version[0]}; install a newer one.`, { final: true }));
      return resolve(version[0]);
    });
  });
}

function explain(output, what) {
  const fault = output.split('\n').filter((line) => line.startsWith('[ERROR]')).map((line) => line.slice(8).trim())[0] ?? 'it gave no reason';
  const offline = /UnknownHost|No route|Connection (refused|timed out)|Network is unreachable|Could not transfer|Temporary failure/i.test(output);
  const full = /No space left on device/i.test(output);
  if (full) return `Maven could not fetch ${what} because the disk is full.`;
  if (offline) return `Maven could not fetch ${what} from the network: ${fault.slice(0, 300)}`;
  return `Maven could not get ${what}: ${fault.slice(0, 300)}`;
}

/**
 * @param {{ root: string, jdk: { home: string }, goals: string[], what: string, tick?: () => void }} run tick is called every 2 s while it runs
 * @returns {Promise<void>}
 */
export function runMaven({ root, jdk, goals, what, tick = () => {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', ['-B', '-f', 'runtime/pom.xml', ...goals], { cwd: root, shell, env: { ...process.env, JAVA_HOME: jdk.home }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const hear = (chunk) => (output = (output + chunk).slice(-200_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const clock = setInterval(tick, 2000);
    child.once('error', (error) => {
      clearInterval(clock);
      reject(new Refusal(`Maven could not be started (${error.message}).`, { final: true }));
    });
    child.once('close', (code) => {
      clearInterval(clock);
      if (code === 0) resolve();
      else reject(new Refusal(explain(output, what), { final: true }));
    });
  });
}
