// The thread of bpmnlint: kept between diagrams, replaced when it dies, ended when it is stuck, and no reason for a process to stay.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { LintThread } from '../../processes/checks/lint-thread.js';
import { fixture } from '../support/rule-fixture.js';

const config = { extends: ['bpmnlint:recommended'] };
const diagram = (name: string) => `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><bpmn:process id="p"><bpmn:task id="${name}" /></bpmn:process></bpmn:definitions>`;

describe('the thread', () => {
  test('answers each of several that come at once with its own, and the same one the same again', async () => {
    const thread = new LintThread(config);
    const names = ['a', 'b', 'c'];
    const answers = await Promise.all(names.map((name) => thread.check(diagram(name))));
    expect(answers.map((reports) => reports['label-required']!.map(({ id }) => id))).toEqual([['a'], ['b'], ['c']]);
    expect(await thread.check(diagram('a'))).toEqual(answers[0]);
    const [first, second] = [await thread.check(fixture('join-waits')), await thread.check(fixture('join-waits'))];
    expect(second).toEqual(first);
    await thread.close();
  });

  test('says so of what is no diagram, and goes on', async () => {
    const thread = new LintThread(config);
    await expect(thread.check('<html>')).rejects.toThrow();
    expect(await thread.check(diagram('a'))).toHaveProperty('label-required');
    await thread.close();
  });

  test('that takes too long is ended, and what waits behind it gets another', async () => {
    const thread = new LintThread(config, 1);
    await expect(thread.check(diagram('a'))).rejects.toThrow('not checked within');
    Object.assign(thread, { patience: 30_000 });
    expect(await thread.check(diagram('b'))).toHaveProperty('label-required');
    await thread.close();
  });

  test('that was ended begins again with the next diagram', async () => {
    const thread = new LintThread(config);
    await thread.check(diagram('a'));
    await thread.close();
    expect(await thread.check(diagram('b'))).toHaveProperty('label-required');
    await thread.close();
  });

  test('keeps no process alive once it has answered', () => {
    const script = `const { checkDiagram } = await import(${JSON.stringify(join(import.meta.dirname, '../../dist/processes/check.js'))}); const none = new Set(); console.log((await checkDiagram('x.bpmn', ${JSON.stringify(diagram('a'))}, { forms: none, decisions: none, procedures: none })).length > 0);`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 50_000, env: { ...process.env, NODE_OPTIONS: '' } }).trim()).toBe('true');
  });
});
