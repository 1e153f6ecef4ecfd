// Diagrams, tables and forms that go to the engine together, and which forms belong to which version of a procedure.
import { createHash } from 'node:crypto';
import type { Deps } from './deps.js';
import type { Resource } from './engine.js';
import { Invalid } from './errors.js';
import type { FormSchema } from './form.js';
import { insertOnce, type Store } from './store/store.js';
import type { Publication } from './store/types.js';

/** How long a look-up may be out of date after another process published, milliseconds. */
const FRESH = 10_000;
let looked = new Map<string, { at: number; forms: Map<string, FormSchema> }>();

const inOrder = (resources: Resource[]) => [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
const contentHash = (resources: Resource[]) => {
  const hash = createHash('sha256');
  for (const { name, content } of resources) hash.update(name).update('\0').update(content).update('\0');
  return hash.digest('hex');
};

/** Whether exactly this was published before. */
export async function isPublished(resources: Resource[], store: Store): Promise<boolean> {
  const known = await store.publications.findById(contentHash(inOrder(resources)), { definitions: 1 }).lean<Publication>();
  return !!known?.definitions.length;
}

/**
 * Deploys resources as one: all or nothing. What was deployed is kept first, so that a version in the engine always has its forms here.
 * Deploying the same content again changes nothing.
 *
 * @throws Invalid with the engine's words when it refuses; Unavailable when it is away
 */
export async function publish(resources: Resource[], { store, engine, clock }: Pick<Deps, 'store' | 'engine' | 'clock'>): Promise<Publication> {
  if (resources.length === 0) throw new Invalid('nothing to publish');
  const sorted = inOrder(resources);
  const _id = contentHash(sorted);
  const publication: Publication = { _id, at: clock.now(), resources: sorted.map(({ name, content }) => ({ name, content: content.toString() })), definitions: [] };
  await insertOnce(store.publications, [publication]);
  const { processes } = await engine.deploy(sorted);
  const definitions = processes.map(({ procedure, version, key }) => ({ procedure, version, key }));
  await store.publications.updateOne({ _id }, { $set: { definitions } });
  looked = new Map();
  return { ...publication, definitions };
}

/** The forms that belong to a deployed procedure: form id → schema. Empty when it was not published from here. */
export async function formsOf(store: Store, definitionKey: string): Promise<Map<string, FormSchema>> {
  const known = looked.get(definitionKey);
  if (known && Date.now() - known.at < FRESH) return known.forms;
  const publication = await store.publications.findOne({ 'definitions.key': definitionKey }).sort({ at: -1 }).lean<Publication>()
    // one that the engine refused has no definitions and says nothing
    ?? await store.publications.findOne({ definitions: { $ne: [] } }).sort({ at: -1 }).lean<Publication>();
  const forms = new Map<string, FormSchema>();
  for (const { name, content } of publication?.resources ?? []) {
    if (name.endsWith('.form')) forms.set(name.replace(/\.form$/, ''), JSON.parse(content));
  }
  looked.set(definitionKey, { at: Date.now(), forms });
  return forms;
}
