// The check of a whole procedure: its diagram, forms and tables together, against everything that is in force around it.
import { checkDiagram, type Finding } from './check.js';
import type { Deps } from './deps.js';
import { newestReleases } from './publication.js';
import type { ProcedureFile } from './store/types.js';

const decisionIds = (xml: string): string[] => [...xml.matchAll(/<(?:\w+:)?decision\b[^>]*\bid="([^"]+)"/g)].map((match) => match[1]!);

/** Everything that is wrong with the files of a procedure; errors first. An error keeps it from being published. */
export async function checkPackage(procedure: string, files: ProcedureFile[], { store, jobs }: Pick<Deps, 'store' | 'jobs'>): Promise<Finding[]> {
  const releases = await newestReleases(store);
  const tables = [...files, ...[...releases.values()].flatMap((release) => release.files)].filter(({ name }) => name.endsWith('.dmn'));
  const known = {
    forms: new Set(files.filter(({ name }) => name.endsWith('.form')).map(({ name }) => name.replace(/\.form$/, ''))),
    decisions: new Set(tables.flatMap(({ content }) => decisionIds(content))), procedures: new Set([procedure, ...releases.keys()]), ...(jobs ? { jobs } : {}),
  };
  const diagram = files.find(({ name }) => name === `${procedure}.bpmn`);
  return diagram ? checkDiagram(diagram.name, diagram.content, known) : [];
}
