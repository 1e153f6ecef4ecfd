// The check of a whole procedure: its diagram, forms and tables together, against everything that is in force around it.
import { acceptFile } from './accept.js';
import { checkDiagram, type Finding } from './check.js';
import { checkForms } from './checks/forms.js';
import { checkTables, decisionIds } from './checks/tables.js';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { newestReleases } from './publication.js';
import type { ProcedureFile, Release } from './store/types.js';

/**
 * Everything that is wrong with the files of a procedure; errors first, then by file. An error keeps it from being published.
 *
 * @param procedure the procedure's id: its diagram is `<procedure>.bpmn` and has that id
 * @param files all of them, as they stand; they need not be canonical
 */
export async function checkPackage(procedure: string, files: ProcedureFile[], { store, jobs }: Pick<Deps, 'store' | 'jobs'>): Promise<Finding[]> {
  const releases = await newestReleases(store);
  const { taken, refused } = await read(files);
  const tables = [...taken, ...[...releases.values()].flatMap((release) => release.files)].filter(({ name }) => name.endsWith('.dmn'));
  const known = {
    forms: new Set(files.filter(({ name }) => name.endsWith('.form')).map(({ name }) => name.replace(/\.form$/, ''))),
    decisions: new Set(tables.flatMap(({ content }) => decisionIds(content))), procedures: new Set([procedure, ...releases.keys()]), ...(jobs ? { jobs } : {}),
  };
  const name = `${procedure}.bpmn`;
  const diagram = taken.find((file) => file.name === name);
  const found = [
    ...refused, ...(diagram ? [...await checkDiagram(name, diagram.content, known), ...misnamed(procedure, diagram)] : []),
    ...(files.some((file) => file.name === name) ? [] : [{ severity: 'error' as const, file: name, rule: 'diagram-missing', message: `缺少流程图「${name}」。请画流程图，或导入它。` }]),
    ...checkForms(taken, diagram), ...checkTables(taken), ...elsewhere(taken, [...releases.values()].filter((release) => release.procedure !== procedure)),
  ];
  return [...found.filter(({ severity }) => severity === 'error'), ...found.filter(({ severity }) => severity !== 'error')];
}

/** What can be read at all; the rest is a finding each. */
async function read(files: ProcedureFile[]): Promise<{ taken: ProcedureFile[]; refused: Finding[] }> {
  const [taken, refused]: [ProcedureFile[], Finding[]] = [[], []];
  for (const file of files) {
    try {
      taken.push(await acceptFile(file));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      for (const { path, message } of error.problems) {
        const line = /:(\d+)$/.exec(path)?.[1];
        refused.push({ severity: 'error', file: file.name, rule: 'readable', message: `${line ? `第 ${line} 行：` : ''}${message}。` });
      }
    }
  }
  return { taken, refused };
}

/** The engine and everything here finds a procedure by its id, so the diagram must have the one that the draft is for. */
function misnamed(procedure: string, { name, content }: ProcedureFile): Finding[] {
  const id = /<bpmn:process\b[^>]*?\sid="([^"]*)"/.exec(content)?.[1];
  return id === procedure ? [] : [{ severity: 'error', file: name, ...(id ? { element: id } : {}), rule: 'procedure-id', message: `流程编号「${id}」与这个流程的编号不同。请把流程编号改回「${procedure}」。` }];
}

/** The engine finds a decision by its id alone: in a file of another name it would take the place of another procedure's without anybody noticing. */
function elsewhere(files: ProcedureFile[], others: Release[]): Finding[] {
  const known = new Map(others.flatMap(({ name: of, files: theirs }) => theirs.filter(({ name }) => name.endsWith('.dmn')).flatMap(({ name, content }) => decisionIds(content).map((id) => [id, { of, name }] as const))));
  return files.filter(({ name }) => name.endsWith('.dmn')).flatMap(({ name, content }) => decisionIds(content).flatMap((id): Finding[] => {
    const other = known.get(id);
    return other && other.name !== name
      ? [{ severity: 'error', file: name, element: id, rule: 'decision-elsewhere', message: `决策编号「${id}」已在流程「${other.of}」的文件「${other.name}」里。请换一个编号，或把文件改成同名来共用这张表。` }] : [];
  }));
}
