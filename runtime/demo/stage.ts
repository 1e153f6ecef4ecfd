// One hop of the demo: a person signs in, waits for the task, sends it, and it is told who did what and where the case stands now.
import { Refused, signIn, until, waitForTask, type Client } from '../client.js';

/** Why the demo ended badly, as one clear sentence. */
export class DemoFailed extends Error {}

export interface Stage {
  url: string;
  password: string;
  /** Milliseconds that each hop may take. */
  patience: number;
  say: (line: string) => void;
  people: Map<string, Promise<Client>>;
}

export interface CaseView { case: any; timeline: any[]; tasks: any[]; instances: any[] }

/** Who reads what the others do: the county's commander sees all of it. */
export const READER = 'baoyingzhihui';

/** Signs in, each person once. */
export function as(stage: Stage, account: string): Promise<Client> {
  if (!stage.people.has(account)) stage.people.set(account, signIn(stage.url, account, stage.password));
  return stage.people.get(account)!;
}

export const readCase = async (stage: Stage, caseNo: string): Promise<CaseView> => (await as(stage, READER)).get<CaseView>(`/cases/${caseNo}`);

/** Where the case stands, in words. */
export function whereabouts({ case: { standing } }: Pick<CaseView, 'case'>): string {
  const steps = [...new Set<string>((standing?.elements ?? []).map(({ name }: { name: string }) => name))];
  return `${standing?.status ?? '待受理'}${steps.length > 0 ? ` · ${steps.join('、')}` : ''}`;
}

const clock = (at: string) => new Date(at).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });

export function tell(stage: Stage, who: Client, at: string, what: string, where: string): void {
  const [post] = who.person.posts;
  stage.say(`${clock(at)}  ${who.person.name}（${[post?.roleName, post?.unitName].filter(Boolean).join('，')}）  ${what}\n          → ${where}`);
}

/** Waits within the patience of a hop. @throws DemoFailed that says what was waited for and where the case stands */
export async function within<T>(stage: Stage, caseNo: string, what: string, ask: () => Promise<T | undefined | null | false>): Promise<T> {
  try {
    return await until(what, ask, stage.patience);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const now = await readCase(stage, caseNo).then(whereabouts, () => '未知');
    throw new DemoFailed(`案件 ${caseNo}：等了 ${stage.patience / 1000} 秒，仍没有等到${what}；案件现在：${now}`, { cause: error });
  }
}

/**
 * A person does a task of the case.
 *
 * @param say what they do, in words
 * @throws DemoFailed when the task does not come, or its end is not on record, in time
 */
export async function hop(stage: Stage, caseNo: string, account: string, elementId: string, values: object, say: string): Promise<void> {
  const who = await as(stage, account);
  const task = await within(stage, caseNo, ` ${who.person.name} 的任务 <${elementId}>`, () => waitForTask(who, caseNo, elementId, { time: 0 }).catch((error) => {
    if (error instanceof Refused) throw error;
    return undefined;
  }));
  await who.post(`/tasks/${task.key}/complete`, { values });
  const done = await within(stage, caseNo, `任务「${task.name}」办结的记录`, async () => {
    const view = await readCase(stage, caseNo);
    const own = view.tasks.find(({ key }) => key === task.key);
    return own?.state === 'completed' && { view, at: own.endedAt as string };
  });
  tell(stage, who, done.at, `${task.name}：${say}`, whereabouts(await settled(stage, caseNo, done.view, task)));
}

/** The case once its next task is there, so that a line says where it went; after a moment as it is, since what is missing is the next hop's to tell. */
export async function settled(stage: Stage, caseNo: string, view: CaseView, done?: { elementId: string; createdAt: string }): Promise<CaseView> {
  const stale = ({ id, since }: { id: string; since: string }) => id === done?.elementId && since === done.createdAt;
  const stands = ({ case: { standing } }: CaseView) => standing !== undefined && !standing.elements.some(stale) && (standing.elements.length > 0 || standing.state !== 'active');
  if (stands(view)) return view;
  return until('the next task', async () => {
    const now = await readCase(stage, caseNo);
    return stands(now) && now;
  }, Math.min(stage.patience, 3_000)).catch(() => view);
}
