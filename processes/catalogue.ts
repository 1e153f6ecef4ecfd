/** What a drawer of procedures can choose from: templates, procedures, decisions, roles, departments and job types. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { formFacts } from './grid/form-facts.js';
import { decisionsOf } from './procedure.js';
import { newestReleases } from './publication.js';
import { roles } from './roles.js';
import { root } from './settings.js';
import type { Store } from './store/store.js';
import type { ProcedureDraft, Unit } from './store/types.js';

export interface Named { id: string; name: string }

/** A cloud element template, as bpmn.io defines it; `metadata.choices` names the list that fills a dropdown of it in the browser. */
export interface Template { id: string; name: string; version: number; description: string; appliesTo: string[]; elementType: { value: string; eventDefinition?: string }; metadata?: { choices: Record<string, string> }; properties: any[] }

export interface Catalogue {
  templates: Template[]; procedures: Named[]; decisions: Named[]; roles: Named[]; departments: Named[]; /** What a field of a form can be of the registers. */ facts: Named[];
  /** Job types that have a worker, with the codes of the business errors of each. */
  jobs: Record<string, string[]>;
}

/** The templates that are kept in a folder, one file each. @throws Invalid naming a file that is not JSON */
export async function readTemplates(folder = join(root, 'processes/templates')): Promise<Template[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(files.map(async (file) => {
    try {
      return JSON.parse(await readFile(join(folder, file), 'utf8')) as Template;
    } catch (error) {
      throw new Invalid(`${file}: ${(error as Error).message}`);
    }
  }));
}

/**
 * The departments by the suffix that they bear on every level (`by-jinghe.lds` → `lds`), called as the lowest level calls them, without the
 * name of the place.
 */
export function departmentsOf(units: readonly Unit[]): Named[] {
  const byId = new Map(units.map((unit) => [unit._id, unit]));
  const found = new Map<string, { name: string; depth: number }>();
  for (const { _id, name, parent, path, level } of units) {
    if (level !== 'department' || !parent || !_id.startsWith(`${parent}.`)) continue;
    const suffix = _id.slice(parent.length + 1);
    const place = byId.get(parent)?.name ?? '';
    const depth = path.length;
    if (depth > (found.get(suffix)?.depth ?? 0)) found.set(suffix, { name: name.startsWith(place) && name !== place ? name.slice(place.length) : name, depth });
  }
  return [...found].map(([id, { name }]) => ({ id, name })).sort((a, b) => a.id.localeCompare(b.id));
}

async function departments(store: Store): Promise<Named[]> {
  const units = await store.units.find({ level: { $in: ['city', 'county', 'town', 'department'] }, endedOn: null }).lean<Unit[]>();
  return departmentsOf(units);
}

/** Everything that exists around a draft, for pickers and suggestions. @throws Invalid naming a template that cannot be read */
export async function catalogue({ store, jobs = {} }: Pick<Deps, 'store' | 'jobs'>): Promise<Catalogue> {
  const [templates, releases, drafts, named] = await Promise.all([
    readTemplates(), newestReleases(store), store.drafts.find({}, { name: 1 }).lean<Pick<ProcedureDraft, '_id' | 'name'>[]>(), departments(store),
  ]);
  const procedures = new Map(drafts.map(({ _id, name }) => [_id, name]));
  for (const [id, { name }] of releases) procedures.set(id, name);
  const tables = [...releases.values()].flatMap(({ files }) => files).filter(({ name }) => name.endsWith('.dmn'));
  const decisions = new Map(tables.flatMap(({ content }) => decisionsOf(content)).map(({ id, name }) => [id, name]));
  const list = (all: Map<string, string>): Named[] => [...all].map(([id, name]) => ({ id, name })).sort((a, b) => a.id.localeCompare(b.id));
  return { templates, procedures: list(procedures), decisions: list(decisions), roles: roles.map(({ id, name }) => ({ id, name })), departments: named, facts: formFacts.map(({ name, label }) => ({ id: name, name: label })), jobs };
}
