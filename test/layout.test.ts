// The layout of the project held: who may import whom, and how long a file may be.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.mjs'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

/** What each folder may import of ours; absent: anything. */
const allowed: Record<string, string[]> = {
  processes: ['processes'],
  workers: ['processes', 'workers'],
  api: ['processes', 'api', 'views/helpers'],
  'views/helpers': ['views/helpers'],
  'views/browser': ['views/browser', 'views/helpers'],
};
/** Libraries that come through one door. */
const doors: Record<string, RegExp> = {
  mongoose: /^processes\/store\//, mongodb: /^processes\/store\//, 'zeebe-node': /^(processes\/engine\.ts|workers\/worker\.ts)$/, express: /^api\//,
};

const imports = (file: string): string[] => [...readFileSync(join(root, file), 'utf8').matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm)]
  .map((match) => (match[1] ?? match[2])!);
const folderOf = (file: string) => Object.keys(allowed).filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];

describe('the layout', () => {
  test('every import goes the way that the layout allows', () => {
    const wrong = files.flatMap((file) => {
      const may = allowed[folderOf(file) ?? ''];
      if (!may) return [];
      return imports(file).filter((path) => path.startsWith('.')).map((path) => relative(root, resolve(root, dirname(file), path)))
        .filter((target) => !may.some((folder) => target.startsWith(`${folder}/`))).map((target) => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('mongoose, zeebe-node and express each come through one door', () => {
    const code = files.filter((file) => !/^(test|bench)\//.test(file));
    const wrong = code.flatMap((file) => imports(file).filter((path) => doors[path] && !doors[path].test(file)).map((path) => `${file} imports ${path}`));
    expect(wrong).toEqual([]);
  });

  test('no file is longer than 200 lines, no test longer than 400, without saying why at its top', () => {
    const long = files.filter((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const most = /^(test|bench)\//.test(file) ? 400 : 200;
      return text.split('\n').length - 1 > most && !/^\/\/.*\blong\b/im.test(text.split('\n').slice(0, 5).join('\n'));
    });
    expect(long).toEqual([]);
  });

  test('the lock file and the sources name no registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": *"http/);
  });
});
