// Whether a diagram can be published: every finding is a sentence that tells whoever drew it what to do.
import { lint } from './checks/lint.js';
import type { Drawn, Known, Severity } from './checks/rule.js';
import { rules } from './checks/rules.js';
import { loadDiagrams, parseBpmn } from './procedure.js';

/** One thing that is wrong; `element` is missing when it concerns the whole file. */
export interface Finding { severity: Severity; file: string; element?: string; rule: string; message: string }

/**
 * Checks one diagram.
 *
 * @param file its name, for the findings
 * @param known what exists around it
 */
export async function checkDiagram(file: string, xml: string, known: Known): Promise<Finding[]> {
  return checkAll([{ file, xml }], known);
}

/** Rules of ours for each, then bpmnlint's for all that can be read, at once. */
async function checkAll(diagrams: { file: string; xml: string }[], known: Known): Promise<Finding[]> {
  // side by side: bpmnlint has a thread of its own, and of what cannot be read its answer is left out
  const [ours, theirs] = await Promise.all([Promise.all(diagrams.map(async (diagram) => checkOwnRules(diagram.file, diagram.xml, known))), lint(diagrams.map(({ xml }) => xml))]);
  const found = [...ours.flatMap(({ findings }) => findings), ...theirs.flatMap((all, index) => (ours[index]!.readable ? all.map((one) => ({ ...one, file: diagrams[index]!.file })) : []))];
  return found.sort((a, b) => rank(a) - rank(b));
}

const rank = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);

/** Our own rules only, without bpmnlint and its thread; not `readable` means that bpmnlint could not read it either. */
export async function checkOwnRules(file: string, xml: string, known: Known): Promise<{ readable: boolean; findings: Finding[] }> {
  const unreadable = (message: string) => ({ readable: false, findings: [{ severity: 'error' as const, file, rule: 'readable', message }] });
  let definitions: any;
  try {
    definitions = await parseBpmn(xml);
  } catch (error) {
    return unreadable(`读不懂这张流程图，请用流程编辑器重新保存：${(error as Error).message}`);
  }
  const process = definitions.rootElements?.find((one: any) => one.$type === 'bpmn:Process');
  if (!process) return unreadable('图中没有流程。请画一个可执行的流程。');
  const subject = { definitions, process, drawn: drawnIn(process), known };
  return { readable: true, findings: rules.flatMap((rule) => rule.find(subject).map((found) => ({ severity: rule.severity, file, rule: rule.name, ...found }))) };
}

/**
 * Checks a folder of diagrams, decision tables and forms as a whole: what calls what, and what is missing.
 *
 * @param options.jobs the job types that have a worker, with their business errors; not checked when absent
 * @throws Invalid naming a file that is neither diagram, table nor form
 */
export async function checkDiagrams(folder: string, { jobs }: Pick<Known, 'jobs'> = {}): Promise<Finding[]> {
  const { procedures, decisions, forms } = await loadDiagrams(folder);
  const known: Known = {
    forms: new Set(forms.map(({ id }) => id)), decisions: new Set(decisions.flatMap(({ ids }) => ids)), procedures: new Set(procedures.map(({ id }) => id)),
    ...(jobs ? { jobs } : {}),
  };
  return [...await checkAll(procedures, known), ...misnamed(forms), ...twice(procedures)];
}

/** A form is found by its file's name, so that its own id must be the same. */
const misnamed = (forms: { file: string; id: string; schema: any }[]): Finding[] => forms.filter(({ id, schema }) => schema.id !== id)
  .map(({ file, id, schema }) => ({ severity: 'error', file, rule: 'form-name', message: `表单编号「${schema.id}」与文件名不同。请把编号改为「${id}」。` }));

/** Of two diagrams with one id, the engine would run whichever came last. */
const twice = (procedures: { file: string; id: string }[]): Finding[] => procedures.filter(({ id }, index) => procedures.findIndex((one) => one.id === id) < index)
  .map(({ file, id }) => ({ severity: 'error', file, rule: 'procedure-name', message: `已有另一张图的流程编号也是「${id}」。请换一个编号。` }));

function drawnIn(container: any): Drawn[] {
  return (container.flowElements ?? []).flatMap((element: any) => [{ element, container }, ...drawnIn(element)]);
}
