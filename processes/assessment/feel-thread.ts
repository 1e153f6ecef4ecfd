// Formulas of the assessment (FEEL), evaluated in a thread that is ended when it takes too long: whoever writes one that never ends stops nobody's work.
import { Worker } from 'node:worker_threads';
import { Invalid } from '../errors.js';

/** What a formula sees: 分子, 分母, and 比率, their ratio in percent. */
export interface Operands { numerator: number; denominator: number }
export type Evaluated = { value: number } | { why: string };

/** How long a batch may take before its first or next answer, milliseconds. */
const PATIENCE = 5_000;

/**
 * Evaluates a formula for many operands, each pair once.
 *
 * @param patience milliseconds without an answer after which it is ended
 * @returns a number each, or why there is none
 * @throws Invalid when the formula does not end in time
 */
export function evaluateFormula(formula: string, operands: readonly Operands[], patience = PATIENCE): Promise<Evaluated[]> {
  const keys = operands.map(({ numerator, denominator }) => `${numerator}/${denominator}`);
  const distinct = [...new Map(operands.map((one, index) => [keys[index]!, one]))];
  const asked = distinct.filter(([, { denominator }]) => denominator !== 0);
  const found = new Map<string, Evaluated>(distinct.filter(([, { denominator }]) => denominator === 0).map(([key]) => [key, { why: '分母为 0' }]));
  const all = (): Evaluated[] => keys.map((key) => found.get(key)!);
  if (asked.length === 0) return Promise.resolve(all());
  return new Promise((resolve, reject) => {
    const worker = new Worker(`(${inThread})()`, { eval: true, workerData: { base: import.meta.url, formula, asked: asked.map(([, one]) => one) }, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    let timer: NodeJS.Timeout;
    const end = (error?: Error): void => {
      clearTimeout(timer);
      void worker.terminate();
      if (error) reject(error);
      else resolve(all());
    };
    const late = (): void => end(new Invalid(`公式没有在 ${patience / 1_000} 秒内算完`));
    const wait = (): void => { clearTimeout(timer); timer = setTimeout(late, patience); };
    wait();
    let next = 0;
    worker.on('message', (answers: Evaluated[]) => {
      for (const answer of answers) found.set(asked[next++]![0], answer);
      if (next === asked.length) end();
      else wait();
    });
    // what eats up the thread's memory is as endless as what eats up its time
    worker.on('error', (error) => end(new Invalid(`公式算不出来：${(error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' ? '占用的内存太多' : error.message}`)));
  });
}

/** Sent as text into the thread: nothing from outside it is known here. */
async function inThread(): Promise<void> {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { evaluate } = process.getBuiltinModule('node:module').createRequire(workerData.base)('feelin');
  const one = ({ numerator, denominator }: Operands): Evaluated => {
    try {
      const { value } = evaluate(workerData.formula, { 分子: numerator, 分母: denominator, 比率: 100 * numerator / denominator });
      return typeof value === 'number' && Number.isFinite(value) ? { value } : { why: '公式没有得出数字（除数为 0，或用了不认识的名称）' };
    } catch {
      return { why: '公式写法有误' };
    }
  };
  for (let from = 0; from < workerData.asked.length; from += 100) parentPort!.postMessage(workerData.asked.slice(from, from + 100).map(one));
}
