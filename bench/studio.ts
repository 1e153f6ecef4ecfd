// How long whoever draws waits for the check, and for a comparison: `npm run bench -- studio [elements] [runs]`. No engine and no store are needed.
import { loadavg } from 'node:os';
import { acceptFile } from '../processes/accept.js';
import { checkDiagram } from '../processes/check.js';
import { compare } from '../processes/compare/compare.js';
import { diagramOf } from './lib/diagram.js';

const known = { forms: new Set(['intake']), decisions: new Set<string>(), procedures: new Set(['large']), jobs: { notify: [] } };

/** Runs something again and again, and prints its p50 and p95. */
async function measure(what: string, target: number, runs: number, work: () => Promise<unknown>): Promise<void> {
  for (let warm = 0; warm < 5; warm += 1) await work();
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await work();
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (part: number) => taken[Math.min(taken.length - 1, Math.floor(part * taken.length))]!.toFixed(0);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${runs} runs; asked: under ${target} ms)`);
}

export async function run([elements = '300', runs = '40']: string[]): Promise<void> {
  const name = 'large.bpmn';
  const [left, right] = [diagramOf(Number(elements)), diagramOf(Number(elements), '12 工作时')];
  const count = [...left.matchAll(/<bpmn:\w+ id=/g)].length - 2;
  const { content } = await acceptFile({ name, content: left });
  const first = performance.now();
  const findings = await checkDiagram(name, content, known);
  console.log(`diagram: ${count} elements, ${(content.length / 1024).toFixed(0)} KiB, ${findings.length} findings; load of the machine ${loadavg()[0]!.toFixed(1)}`);
  console.log(`first check, with bpmnlint loaded: ${(performance.now() - first).toFixed(0)} ms`);
  await measure('check', 300, Number(runs), () => checkDiagram(name, content, known));
  await measure('take in and check', 300, Number(runs), async () => checkDiagram(name, (await acceptFile({ name, content: left })).content, known));
  await measure('compare', 1_000, Number(runs), () => compare([{ name, content: left }], [{ name, content: right }]));
}
