// What precedes the start: the libraries, the build, Maven, room on the disk.
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../runtime/build.mjs';
import { requireRoom } from '../../runtime/disk.mjs';
import { requireNode } from '../../runtime/install.mjs';
import { requireMaven } from '../../runtime/maven.mjs';
import { cleanUp, folder, root } from './start-support.js';

afterAll(cleanUp);
const quiet = { log: () => undefined };

/** A project with one file on each side. */
function project(): string {
  const made = folder();
  for (const path of ['processes', 'views/browser/fonts', 'views/helpers']) mkdirSync(join(made, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(made, 'node_modules'));
  writeFileSync(join(made, 'package-lock.json'), '{}');
  writeFileSync(join(made, 'main.ts'), "import { limit } from './processes/limit.js';\nconst text: string = limit();\nconsole.log(text);\n");
  writeFileSync(join(made, 'processes/limit.ts'), "export const limit = (): string => '2 工作日';\n");
  writeFileSync(join(made, 'processes/empty.bpmn'), '<definitions/>');
  writeFileSync(join(made, 'views/helpers/date.ts'), 'export const date = 1;\n');
  writeFileSync(join(made, 'views/browser/page.ts'), "import { part } from './parts/part';\nimport xml from '../../processes/empty.bpmn';\nconsole.log(part as number, xml);\n");
  mkdirSync(join(made, 'views/browser/parts'));
  writeFileSync(join(made, 'views/browser/parts/part.ts'), 'export const part: number = 42;\n');
  writeFileSync(join(made, 'views/browser/fonts/icons.woff2'), Buffer.alloc(5000, 7));
  writeFileSync(join(made, 'views/browser/style.css'), '@font-face { font-family: i; src: url(fonts/icons.eot), url(fonts/icons.woff2) }\n');
  writeFileSync(join(made, 'views/browser/fonts/icons.eot'), 'old');
  return made;
}

describe('the build', () => {
  test('keeps the layout of the server’s files and bundles the browser’s', async () => {
    const made = project();
    expect(await build({ root: made, ...quiet })).toBe(true);
    expect(readFileSync(join(made, 'dist/main.js'), 'utf8')).toContain('./processes/limit.js');
    expect(existsSync(join(made, 'dist/processes/limit.js.map'))).toBe(true);
    expect(existsSync(join(made, 'dist/views/helpers/date.js'))).toBe(true);
    expect(existsSync(join(made, 'dist/views/browser'))).toBe(false);
    const page = readFileSync(join(made, 'dist/browser/page.js'), 'utf8');
    expect(page).toContain('42');
    expect(page).toContain('<definitions/>');
    expect(existsSync(join(made, 'dist/browser/parts'))).toBe(false);
    expect(readdirSync(join(made, 'dist/browser/fonts'))).toEqual([expect.stringMatching(/^icons-\w+\.woff2$/)]);
    expect(readFileSync(join(made, 'dist/browser/style.css'), 'utf8')).toMatch(/url\("?\.\/fonts\/icons-\w+\.woff2/);
  });

  test('does nothing when nothing changed, and all again when something did', async () => {
    const made = project();
    await build({ root: made, ...quiet });
    expect(await build({ root: made, ...quiet })).toBe(false);
    utimesSync(join(made, 'processes/limit.ts'), 1, 1);
    expect(await build({ root: made, ...quiet })).toBe(true);
  });

  test('that fails says where in one sentence and leaves the last one in place', async () => {
    const made = project();
    await build({ root: made, ...quiet });
    const last = readFileSync(join(made, 'dist/processes/limit.js'), 'utf8');
    writeFileSync(join(made, 'processes/limit.ts'), 'export const limit = ;\n');
    await expect(build({ root: made, ...quiet })).rejects.toThrow(/^The build failed: processes\/limit\.ts:1: .*\.$/);
    expect(readFileSync(join(made, 'dist/processes/limit.js'), 'utf8')).toBe(last);
    expect(readdirSync(made).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });
});

describe('what the machine must have is asked for in one sentence', () => {
  test.each(['18.20.0', '20.18.3'])('Node %s is too old', (version) => {
    expect(() => requireNode(version)).toThrow(`Node 20.19 or newer is needed, but this is Node ${version}.`);
  });

  test('this Node will do', () => expect(() => requireNode()).not.toThrow());

  test('a disk without room is refused before anything is started', () => {
    expect(() => requireRoom({ folder: join(folder(), 'not/there/yet'), bytes: 2 ** 60, why: 'Zeebe takes no work below' })).toThrow(/^The disk of .* has [\d.]+ GB free, but Zeebe takes no work below/);
  });

  test('a machine without Maven is told so', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await expect(requireMaven({ home: '/nowhere' })).rejects.toThrow('there is no mvn on the PATH');
    } finally {
      process.env.PATH = path;
    }
  });
});
