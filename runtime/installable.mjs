// What makes the site an app on a phone: the worker that opens it without a connection, the manifest and its icons, made from the finished bundles.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The bundles of what can be opened without a connection. */
const offline = ['app.js', 'app.css', 'report.js', 'outbox.js'];
const source = join('views', 'browser', 'worker', 'sw.ts');
const mark = join('views', 'partials', 'mark.hbs');

/** The files from which the build makes all this. @param {string} root */
export const installableSources = (root) => [join(root, source), join(root, mark)].filter((file) => existsSync(file));

/** A bundle and everything that it imports at once, as paths below the folder of the bundles. */
function withImports(outputs, folder, names) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path) || !outputs[path]) return;
    found.add(path);
    for (const each of outputs[path].imports) if (each.kind !== 'dynamic-import') visit(each.path);
  };
  names.forEach((name) => visit(`${folder}/${name}`));
  return [...found].map((path) => path.slice(folder.length + 1)).sort();
}

/** Changes whenever any bundle does, and is the same wherever the same sources are built. */
function versionOf(root, outputs) {
  const hash = createHash('sha256');
  for (const path of Object.keys(outputs).filter((one) => !one.endsWith('.map')).sort()) hash.update(`${basename(path)}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 12);
}

const manifest = {
  name: '联动', short_name: '联动', description: '网格化社会治理联动平台：没有网络也能上报', lang: 'zh-CN', id: '/', start_url: '/', scope: '/', display: 'standalone',
  background_color: '#ffffff', theme_color: '#0b5cad',
  icons: [
    { src: '/assets/icons/192.png', sizes: '192x192', type: 'image/png' }, { src: '/assets/icons/512.png', sizes: '512x512', type: 'image/png' },
    { src: '/assets/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  shortcuts: [{ name: '上报', url: '/report' }, { name: '待发', url: '/outbox' }],
};

async function icons(root, folder) {
  mkdirSync(folder, { recursive: true });
  const { default: sharp } = await import('sharp');
  const svg = readFileSync(join(root, mark), 'utf8').replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
  const draw = (text, size) => sharp(Buffer.from(text.replace('<svg ', `<svg width="${size}" height="${size}" `))).png({ compressionLevel: 9 }).toBuffer();
  // Launchers cut a maskable icon to a shape of theirs: colour up to the edge, the mark within the middle.
  const whole = svg.replace(/ rx="\d+"/, '').replace('viewBox="0 0 32 32"', 'viewBox="-5 -5 42 42"').replace('<rect width="32" height="32"', '<rect x="-5" y="-5" width="42" height="42"');
  for (const [name, text, size] of [['192', svg, 192], ['512', svg, 512], ['maskable-512', whole, 512], ['apple-180', whole, 180]]) writeFileSync(join(folder, `${name}.png`), await draw(text, size));
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {{ root: string, out: string, outputs: Record<string, { imports: { path: string, kind: string }[] }> }} built what the bundles became, paths relative to `root`
 */
export async function buildInstallable(esbuild, { root, out, outputs }) {
  const browser = join(out, 'browser');
  const version = versionOf(root, outputs);
  writeFileSync(join(browser, 'version.txt'), version);
  if (installableSources(root).length < 2) return;
  const files = withImports(outputs, `${basename(out)}/browser`, offline).map((path) => (path.includes('/') ? `/assets/${path}` : `/assets/${path}?${version}`));
  await esbuild.build({
    absWorkingDir: root, entryPoints: [source], outfile: join(browser, 'sw.js'), bundle: true, minify: true, format: 'iife', target: 'es2022', legalComments: 'none', logLevel: 'silent',
    define: { BUILT: JSON.stringify(version), FILES: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
  });
  writeFileSync(join(browser, 'manifest.webmanifest'), JSON.stringify(manifest));
  await icons(root, join(browser, 'icons'));
}
