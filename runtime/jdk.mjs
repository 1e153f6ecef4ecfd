// Finds a JDK that is new enough, wherever people usually have one, and says what is wrong when there is none.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Refusal } from './refusal.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

// Each is a folder whose children may be JDK homes; some hide the home one or two levels further down.
const usualFolders = () => [
  '/usr/lib/jvm',
  '/usr/java',
  '/opt',
  join(homedir(), '.sdkman/candidates/java'),
  join(homedir(), '.jdks'),
  '/Library/Java/JavaVirtualMachines',
  join(homedir(), 'Library/Java/JavaVirtualMachines'),
  '/opt/homebrew/opt',
  ...['ProgramFiles', 'ProgramW6432'].flatMap((name) => (process.env[name] ? ['Java', 'Eclipse Adoptium', 'Microsoft', 'Zulu'].map((vendor) => join(process.env[name], vendor)) : [])),
];

function children(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function homes({ env, folders }) {
  const found = [];
  if (env.JAVA_HOME) found.push(env.JAVA_HOME);
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const java = join(folder, `java${exe}`);
    // On the PATH there is usually a link; the home is where it ends.
    if (folder && existsSync(java)) found.push(dirname(dirname(realpathSync(java))));
  }
  for (const child of folders.flatMap(children)) found.push(child, join(child, 'Contents/Home'), join(child, 'libexec/openjdk.jdk/Contents/Home'));
  const whole = found.filter((home) => existsSync(join(home, 'bin', `java${exe}`)));
  return [...new Set(whole.map((home) => realpathSync(home)))];
}

/** @param {string} home @returns {Promise<{ home: string, java: string, major: number, compiles: boolean }>} major 0 when it would not say */
function ask(home) {
  const java = join(home, 'bin', `java${exe}`);
  return new Promise((resolve) => {
    execFile(java, ['-version'], { timeout: 15_000 }, (_error, out, err) => {
      // "17.0.15", "25", and the old style "1.8.0_402".
      const said = /version "(?:1\.)?(\d+)/.exec(`${err}${out}`);
      resolve({ home, java, major: Number(said?.[1] ?? 0), compiles: existsSync(join(home, 'bin', `javac${exe}`)) });
    });
  });
}

/**
 * The newest JDK of at least the major version asked for; JAVA_HOME wins when it is new enough, because somebody chose it.
 * @param {{ min?: number, env?: NodeJS.ProcessEnv, folders?: string[] }} [options]
 * @returns {Promise<{ home: string, java: string, major: number }>}
 */
export async function findJdk({ min = 21, env = process.env, folders = usualFolders() } = {}) {
  const all = (await Promise.all(homes({ env, folders }).map(ask))).filter((jdk) => jdk.major > 0);
  const chosen = env.JAVA_HOME && existsSync(env.JAVA_HOME) ? realpathSync(env.JAVA_HOME) : '';
  const rank = (jdk) => (jdk.home === chosen ? 1000 : 0) + jdk.major;
  const suitable = all.filter((jdk) => jdk.major >= min && jdk.compiles).sort((a, b) => rank(b) - rank(a));
  const best = suitable[0];
  if (best) return { home: best.home, java: best.java, major: best.major };
  const seen = all.map((jdk) => `${jdk.compiles ? 'JDK' : 'JRE'} ${jdk.major} in ${jdk.home}`).join(', ');
  throw new Refusal(
    `A JDK ${min} or newer is needed by Zeebe and the embedded store, but ${seen ? `only ${seen} was found` : 'no Java was found'} ` +
      '(looked in JAVA_HOME, on the PATH and in the usual install folders); install one or point JAVA_HOME at it.',
    { final: true },
  );
}
