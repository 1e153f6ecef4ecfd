// Puts what somebody sent into a draft: of the procedure that its diagram is, or of one that is named; what the draft was is kept.
import { assertSizes } from '../package-limits.js';
import { actor, actorName, findDraft, isSame, openDraft, replaceFiles } from '../drafts.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { findInForce } from '../publication.js';
import type { Actor, Person, ProcedureDraft, ProcedureFile } from '../store/types.js';
import { readIntake, type Intake } from './intake.js';
import type { Sent } from './unzip.js';

type Around = Pick<Deps, 'store' | 'clock'>;
export interface Imported extends Pick<Intake, 'renamed' | 'ignored'> { draft: ProcedureDraft; files: string[] }

/** Forms and tables of the same name are replaced, others stay. */
const merged = (before: ProcedureFile[], brought: ProcedureFile[]): ProcedureFile[] => {
  const names = new Set(brought.map(({ name }) => name));
  return [...before.filter(({ name }) => !names.has(name)).map(({ name, content }) => ({ name, content })), ...brought];
};

/** Whoever else has worked on a draft, or nothing. */
function other(draft: ProcedureDraft, person: Person): Actor | undefined {
  const me = actor(person);
  return [draft.updatedBy, draft.createdBy, ...draft.files.map(({ by }) => by)].find((who) => !isSame(who, me));
}

/**
 * Imports one file or a ZIP.
 *
 * @param options.into the procedure whose draft it goes into; absent: the one that the diagram is
 * @param options.over whether a draft that others have worked on may be replaced (it is kept as a snapshot)
 * @throws Invalid with file, line and reason, Conflict when the draft is submitted or another's: the draft is untouched then
 */
export async function importFiles(sent: Sent, person: Person, deps: Around, { into, over = true }: { into?: string; over?: boolean } = {}): Promise<Imported> {
  const { procedure: drawn, name, files, renamed, ignored } = await readIntake(sent);
  if (into && drawn && into !== drawn) throw new Invalid(`another procedure <${drawn}>`, [{ path: `${drawn}.bpmn`, message: `这张图的流程编号是「${drawn}」，不是「${into}」，没有导入` }]);
  const procedure = into ?? drawn;
  if (!procedure) throw new Invalid('no diagram', [{ path: 'file', message: '没有流程图。表单和决策表请在要加入的流程里导入' }]);
  assertSizes(files);
  const [draft, newest] = await Promise.all([findDraft(deps.store, procedure), findInForce(deps.store, procedure)]);
  const told = { files: files.map((file) => file.name), renamed, ignored };
  if (!draft && !newest) {
    if (!drawn) throw new NotFound(`没有这个流程 <${procedure}>`);
    return { draft: await openDraft(procedure, person, deps, { name: name ?? procedure, files }), ...told };
  }
  if (draft?.state === 'submitted') throw new Conflict('草稿已提交审批，不能导入。请先撤回提交，或由审批人退回');
  const someone = draft && !over ? other(draft, person) : undefined;
  if (someone) throw new Conflict(`「${draft!.name}」有 ${actorName(someone)} 的草稿，没有覆盖它`);
  const whole = merged((draft ?? newest)!.files, files);
  assertSizes(whole);
  await openDraft(procedure, person, deps);
  return { draft: await replaceFiles(procedure, whole, `导入 ${sent.name.slice(0, 80)}`, person, deps), ...told };
}
