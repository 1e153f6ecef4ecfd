// Finding a JDK: the newest that is new enough, wherever it lies, and one sentence when there is none.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJdk } from '../../runtime/jdk.mjs';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'liandong-jdk-')));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A Java that says it is this version, in a folder of its own. */
function java(path: string, version: string, { compiles = true } = {}): string {
  const home = join(place, path);
  mkdirSync(join(home, 'bin'), { recursive: true });
  for (const name of compiles ? ['java', 'javac'] : ['java']) {
    writeFileSync(join(home, 'bin', name), `#!/bin/sh\necho 'openjdk version "${version}" 2026-01-01' >&2\n`);
    chmodSync(join(home, 'bin', name), 0o755);
  }
  return home;
}

const find = (env: Record<string, string>, folders: string[]) => findJdk({ env: { PATH: '', ...env } as never, folders: folders.map((name) => join(place, name)) });

describe('findJdk', () => {
  test('the newest that is new enough is taken from the usual folders', async () => {
    java('a/jdk-17', '17.0.15');
    java('a/jdk-21', '21.0.4');
    const newest = java('a/temurin-25', '25');
    expect(await find({}, ['a', 'missing'])).toEqual({ home: newest, java: join(newest, 'bin', 'java'), major: 25 });
  });

  test('JAVA_HOME wins over a newer one when it is new enough', async () => {
    const chosen = java('b/jdk-21', '21.0.4');
    java('b/jdk-25', '25.0.1');
    expect(await find({ JAVA_HOME: chosen }, ['b'])).toMatchObject({ home: chosen, major: 21 });
  });

  test('a JAVA_HOME that is too old is passed over', async () => {
    const old = java('c/jdk-17', '17.0.1');
    const fit = java('c/jdk-22', '22');
    expect(await find({ JAVA_HOME: old }, ['c'])).toMatchObject({ home: fit });
  });

  test('a java on the PATH is followed through its link to its home', async () => {
    const home = java('d/real', '23.0.2');
    mkdirSync(join(place, 'd/bin'));
    symlinkSync(join(home, 'bin', 'java'), join(place, 'd/bin/java'));
    expect(await find({ PATH: join(place, 'd/bin') }, [])).toMatchObject({ home, major: 23 });
  });

  test('a macOS bundle is looked into', async () => {
    const home = java('e/temurin.jdk/Contents/Home', '21.0.1');
    expect(await find({}, ['e'])).toMatchObject({ home });
  });

  test('only too old ones are refused in one sentence that says what lies where', async () => {
    const old = java('f/jdk8', '1.8.0_402');
    const runtimeOnly = java('f/jre21', '21.0.2', { compiles: false });
    const error = await find({}, ['f']).catch((refused: Error) => refused);
    expect((error as Error).message).toMatch(/^A JDK 21 or newer is needed .*\.$/);
    expect((error as Error).message).toContain(`JDK 8 in ${old}`);
    expect((error as Error).message).toContain(`JRE 21 in ${runtimeOnly}`);
  });

  test('a machine without any Java is told so', async () => {
    await expect(find({}, [])).rejects.toThrow('no Java was found');
  });
});
