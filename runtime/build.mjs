// Builds dist/: the server's TypeScript file by file, the browser's as bundles; nothing is done when nothing has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './install.mjs';
import { buildInstallable, installableSources } from './installable.mjs';
import { isCommand, leave, Refusal } from './refusal.mjs';

const serverFolders = ['processes', 'workers', 'api', 'views', 'runtime', 'bench'];
const browserFolder = join('views', 'browser');

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** @param {string} root */
function sources(root) {
  const all = serverFolders.flatMap((folder) => filesUnder(join(root, folder)));
  const inBrowser = (file) => relative(root, file).startsWith(browserFolder + sep);
  const isCode = (file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file);
  const main = join(root, 'main.ts');
  const server = [...(existsSync(main) ? [main] : []), ...all.filter((file) => isCode(file) && !inBrowser(file))];
  const browser = all.filter(inBrowser);
  const topLevel = browser.filter((file) => relative(join(root, browserFolder), file) === basename(file));
  return { server, browser, scripts: topLevel.filter(isCode), styles: topLevel.filter((file) => file.endsWith('.css')) };
}

// Bundles also take in diagrams and libraries, so the shipped diagrams and the lock count as inputs of the build.
function fingerprint(root, { server, browser }) {
  const hash = createHash('sha256');
  const others = [join(root, 'package-lock.json'), fileURLToPath(import.meta.url), fileURLToPath(new URL('installable.mjs', import.meta.url)), ...installableSources(root), ...filesUnder(join(root, 'processes')).filter((file) => /\.(bpmn|svg)$/.test(file))];
  for (const file of [...server, ...browser, ...others].sort()) {
    if (!existsSync(file)) continue;
    const { mtimeMs, size } = statSync(file);
    hash.update(`${relative(root, file)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

async function bundle(esbuild, { root, out, scripts, styles }) {
  const shared = { absWorkingDir: root, bundle: true, minify: true, sourcemap: true, outdir: join(out, 'browser'), outbase: browserFolder, logLevel: 'silent', metafile: true, target: 'es2022', legalComments: 'none' };
  const loader = { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl', '.png': 'dataurl', '.eot': 'empty', '.bpmn': 'text' };
  // A page's own style sheet names icon fonts of 800 kB: as files of their own they are fetched once and only in the newest format.
  const asFiles = { ...loader, '.svg': 'file', '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' };
  const results = await Promise.all([
    scripts.length ? esbuild.build({ ...shared, entryPoints: scripts, format: 'esm', splitting: true, chunkNames: 'parts/[name]-[hash]', loader, define: { 'process.env.NODE_ENV': '"production"' } }) : null,
    styles.length ? esbuild.build({ ...shared, entryPoints: styles, loader: asFiles, assetNames: 'fonts/[name]-[hash]' }) : null,
  ]);
  const [ofScripts = [], ofStyles = []] = results.map((result) => (result ? Object.keys(result.metafile.outputs) : []));
  const twice = ofScripts.filter((file) => ofStyles.includes(file));
  if (twice.length) throw new Refusal(`The build makes ${basename(twice[0])} twice: from a script that imports styles and from a style sheet of the same name; rename one.`, { final: true });
  await buildInstallable(esbuild, { root, out, outputs: Object.assign({}, ...results.map((result) => result?.metafile.outputs)) });
}

function explain(error) {
  const first = error?.errors?.[0];
  if (!first) return error;
  const where = first.location ? `${first.location.file}:${first.location.line}: ` : '';
  return new Refusal(`The build failed: ${where}${first.text}${error.errors.length > 1 ? ` (and ${error.errors.length - 1} more)` : ''}.`, { final: true });
}

// Whole or not at all: a build that fails leaves the last one in its place.
function replace(dist, fresh) {
  const old = `${dist}.old-${process.pid}`;
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(fresh, dist);
  } catch (error) {
    // Another process built the same at the same moment; its work is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}

// Waits for the others, too, when one fails: they must not write into a folder that is being removed.
async function allDone(works) {
  const failed = (await Promise.allSettled(works)).find((work) => work.status === 'rejected');
  if (failed) throw failed.reason;
}

/**
 * @param {{ root?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>} whether something had to be built
 */
export async function build({ root = projectRoot, log = console.log } = {}) {
  const found = sources(root);
  const dist = join(root, 'dist');
  const stamp = join(dist, '.built-from');
  const print = fingerprint(root, found);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return false;
  const began = Date.now();
  const esbuild = await import('esbuild');
  const out = join(root, `dist.new-${process.pid}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'browser'), { recursive: true });
  try {
    await allDone([
      esbuild.build({ absWorkingDir: root, entryPoints: found.server, outdir: out, outbase: root, format: 'esm', platform: 'node', target: 'node20', sourcemap: true, logLevel: 'silent' }),
      bundle(esbuild, { root, out, scripts: found.scripts, styles: found.styles }),
    ]);
    writeFileSync(join(out, '.built-from'), print);
    replace(dist, out);
  } catch (error) {
    throw explain(error);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  log(`Built ${found.server.length} files and ${found.scripts.length + found.styles.length} bundles in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return true;
}

if (await isCommand(import.meta.url)) build().catch(leave);
