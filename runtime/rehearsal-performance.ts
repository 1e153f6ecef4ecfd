// What happens on the stage: the case begins, a script is replayed, then people's orders are done one after the other, and after each it is told where the case stands.
import type { Deps } from '../processes/deps.js';
import { Conflict, DomainError, Invalid } from '../processes/errors.js';
import { coverageOf, partsOf } from '../processes/rehearsal/coverage.js';
import { isRefusal, openPlay, type Ground, type Play } from '../processes/rehearsal/play.js';
import { stepWords, type RehearsalStep } from '../processes/rehearsal/script.js';
import { standingOfRehearsal } from '../processes/rehearsal/standing.js';
import type { LogLine, RehearsalCommand, RehearsalState } from '../processes/rehearsal/types.js';
import type { Begin, FromChild, ToChild } from './rehearsal.js';

type Refusal = Extract<FromChild, { order: number }>['error'];
interface Audience { tell(state: Partial<RehearsalState>): void; reply(order: number, error?: Refusal): void; over(): void }

const commandOf = (step: RehearsalStep): RehearsalCommand => (step.kind === 'time' ? { do: 'time', limit: step.limit } : { do: 'answer', element: step.element, values: step.values, as: step.as });
const inWords = (error: Error): string => (error instanceof Invalid && error.problems.length > 0 ? `表单不接受这样填写：${error.problems.map(({ message }) => message).join('；')}` : error.message);

/** Plays until the rehearsal is ended from outside. @throws when the case cannot even begin */
export async function perform({ name, files, wish }: Begin, ground: Ground, deps: Deps, { tell, reply, over }: Audience): Promise<void> {
  const parts = await partsOf(files.find((file) => file.name.endsWith('.bpmn'))!.content);
  const own: LogLine[] = [{ at: deps.clock.now(), text: `演练开始：「${name}」`, tone: 'time' }];
  const steps: RehearsalStep[] = [];
  const findings: string[] = [];
  let caseNo = '';
  let busy = true;

  async function show(state: 'running' | 'waiting', doing?: string, more: Partial<RehearsalState> = {}): Promise<RehearsalState['over']> {
    if (!caseNo) return void tell({ state, doing });
    const { entries, ...standing } = await standingOfRehearsal(caseNo, wish.procedure, deps);
    const log = [...own, ...entries].sort((a, b) => a.at.getTime() - b.at.getTime());
    tell({ ...standing, state, doing, now: deps.clock.now(), log, coverage: coverageOf(parts, standing.way), steps, findings, ...more });
    return standing.over;
  }

  /** Tells where the case stands while something is under way. */
  async function during<T>(doing: string, work: Promise<T>): Promise<T> {
    let over = false;
    const watch = (async () => {
      while (!over) {
        await show('running', doing).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
    })();
    try {
      return await work;
    } finally {
      over = true;
      await watch;
    }
  }

  const settled = async (play: Play, doing: string) => {
    if (!await during(doing, play.settle())) own.push({ at: deps.clock.now(), text: '案件过了半分钟还没有停下来，请看流程图上的当前位置', tone: 'late' });
  };

  async function replay(play: Play): Promise<Partial<RehearsalState>> {
    const given = wish.steps ?? [];
    for (const [n, step] of given.entries()) {
      try {
        const doing = `正在重演第 ${n + 1} 步（共 ${given.length} 步）：${stepWords(step)}`;
        steps.push(await during(doing, play.step(commandOf(step), step.on)));
        await settled(play, doing);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        findings.push(`第 ${n + 1} 步：${inWords(error as Error)}`);
        break;
      }
    }
    const { status, incidents } = await standingOfRehearsal(caseNo, wish.procedure, deps);
    for (const one of incidents) findings.push(`「${one.name}」出现异常：${one.message}`);
    if (findings.length === 0 && wish.expect && status !== wish.expect) findings.push(`结果与脚本不同：脚本停在「${wish.expect}」，这次停在「${status}」`);
    return { verdict: findings.length > 0 ? 'failed' : 'passed' };
  }

  async function obey(play: Play, order: number, command: RehearsalCommand): Promise<void> {
    if (busy) return reply(order, { name: 'Conflict', message: '上一步还在进行，请稍候再试' });
    busy = true;
    let [replied, refused]: [boolean, Refusal] = [false, undefined];
    const once = () => {
      if (!replied) reply(order, refused);
      replied = true;
    };
    // Time may pass for many deadlines: that it was begun is answer enough.
    const patience = command.do === 'time' ? setTimeout(once, 1_500) : undefined;
    const doing = command.do === 'time' ? '正在让时间过去…' : '已提交，案件正在流转…';
    try {
      steps.push(await during(doing, play.step(command)));
      once();
      await settled(play, doing);
    } catch (error) {
      const said = error as Error & { problems?: readonly { path: string; message: string }[] };
      own.push({ at: deps.clock.now(), text: `没有做成：${inWords(said)}`, tone: 'late' });
      refused = { name: said instanceof DomainError ? said.name : 'Unavailable', message: said.message, problems: said.problems };
    }
    clearTimeout(patience);
    busy = false;
    const ended = await show('waiting');
    // Whoever was refused may try again at once.
    once();
    if (ended) over();
  }

  tell({ state: 'running', doing: '正在上报案件…' });
  const play = await openPlay(wish.case, wish.procedure, ground, deps, (line) => own.push(line)).catch((error: Error) => {
    throw isRefusal(error) ? new Conflict(`案件没有开始：${inWords(error)}`) : error;
  });
  caseNo = play.caseNo;
  const result = wish.steps ? await replay(play) : {};
  busy = false;
  if (await show('waiting', undefined, result)) return over();
  process.on('message', (message: ToChild) => { if ('order' in message) void obey(play, message.order, message.command); });
}
