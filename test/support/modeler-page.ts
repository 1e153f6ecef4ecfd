// A page with nothing but the BPMN editor on it, bundled as the product's own pages are, so that the editor is tried without engine and store.
import { build } from 'esbuild';
import express from 'express';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesIn } from '../../processes/shipped.js';
import { departmentsOf, readTemplates } from '../../processes/catalogue.js';
import { decisionsOf } from '../../processes/procedure.js';
import { demoUnits } from '../../processes/demo/units.js';
import { roles } from '../../processes/roles.js';
import { root } from '../../processes/settings.js';
import { workers } from '../../workers/list.js';

const script = `
let opened;
window.openDiagram = async (content, { readOnly = false, files = [], around, procedure = 'grid-event', words } = {}) => {
  if (words) window.liandongMissingWords = new Set();
  const { openModeler } = await import('./views/browser/studio/modeler.js');
  opened?.destroy();
  window.changes = 0;
  const began = performance.now();
  opened = await openModeler(document.getElementById('host'), content, { procedure, readOnly, changed: () => { window.changes += 1; }, files: () => files, around: () => around, go: (place) => { window.gone = place; } });
  window.opened = opened;
  return performance.now() - began;
};`;
const html = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><link rel="stylesheet" href="modeler.css"><style>body{margin:0}#host{height:100vh}</style><div id="host"></div><script type="module" src="page.js"></script>';

/** Serves the page. */
export async function serveModeler(): Promise<{ url: string; folder: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'modeler-page-'));
  const loader = { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl', '.eot': 'empty' } as const;
  const shared = { absWorkingDir: root, bundle: true, minify: true, outdir: folder, logLevel: 'silent', target: 'es2022', loader } as const;
  await Promise.all([
    build({ ...shared, stdin: { contents: script, resolveDir: root, sourcefile: 'page.js' }, entryNames: 'page', format: 'esm', splitting: true, chunkNames: 'parts/[name]-[hash]', define: { 'process.env.NODE_ENV': '"production"' } }),
    build({ ...shared, entryPoints: ['views/browser/studio/modeler.css'] }),
  ]);
  await writeFile(join(folder, 'index.html'), html);
  const app = express().use(express.static(folder));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => { server.once('listening', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, folder,
    stop: async () => { server.closeAllConnections(); server.close(); await rm(folder, { recursive: true, force: true }); },
  };
}

/** What the studio's page would hand over for a shipped procedure. */
export async function shippedFor(procedure: string): Promise<{ content: string; files: { name: string; content: string }[]; around: object }> {
  const packages = await packagesIn(join(root, 'processes/diagrams'));
  const { files } = packages.find((one) => one.procedure === procedure)!;
  const tables = packages.flatMap((one) => one.files).filter(({ name }) => name.endsWith('.dmn'));
  return {
    content: await readFile(join(root, 'processes/diagrams', `${procedure}.bpmn`), 'utf8'), files,
    around: {
      templates: await readTemplates(), procedures: packages.map(({ procedure: id, name }) => ({ id, name })), decisions: tables.flatMap(({ content }) => decisionsOf(content)),
      roles: roles.map(({ id, name }) => ({ id, name })), departments: departmentsOf(demoUnits), jobs: Object.fromEntries(Object.entries(workers).map(([type, worker]) => [type, [...(worker.errors ?? [])]])),
    },
  };
}
