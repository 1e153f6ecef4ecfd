// 退单: with a reason, before the limit of signing ends, and within a working day of the dispatch; the limits stand in the diagram.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCalendar } from '../../processes/calendar.js';
import { returnEnds } from '../../processes/return-limits.js';
import type { Task } from '../../processes/store/types.js';
import { checkSubmission } from '../../processes/submission-checks.js';
import { shanghai } from '../support/work.js';

const calendar = defaultCalendar();
const headers = { check: 'return-limits', returnLimit: '1 工作日' };
/** Dispatched on Monday 2026-06-22 at 9; to be signed within 4 working hours. */
const task = (given: Partial<Task> = {}) => ({ headers, createdAt: shanghai('2026-06-22 09:00'), dueAt: shanghai('2026-06-22 14:30'), limit: '4 工作时', ...given }) as Task;
const send = (now: string, values: object, given?: Partial<Task>) => () => checkSubmission('return-limits', values, {}, { task: task(given), now: shanghai(now), calendar });
const back = { outcome: 'return', reason: '不属本所职责' };
const said = (run: () => void): string => {
  try {
    run();
    return '';
  } catch (error) {
    return (error as { problems: { path: string; message: string }[] }).problems.map(({ path, message }) => `${path}: ${message}`).join();
  }
};

test('a dispatch is returned with a reason while it may still be signed', () => {
  expect(said(send('2026-06-22 14:29', back))).toBe('');
  expect(said(send('2026-06-22 10:00', { outcome: 'return', reason: '  ' }))).toBe('reason: 退单须写明理由');
  expect(said(send('2026-06-22 14:30', back))).toContain('签收时限（4 工作时）已过');
  // signing has no such limit: late is late, but it goes on
  expect(said(send('2026-06-30 14:30', { outcome: 'sign' }))).toBe('');
});

test('an extension of signing does not move the working day within which it is returned; a pause moves it', () => {
  const longer = { dueAt: shanghai('2026-06-25 17:30'), clock: [{ type: 'extend' as const, at: shanghai('2026-06-22 10:00'), limit: '4 工作时' }] };
  expect(said(send('2026-06-23 17:00', back, longer))).toBe('');
  expect(said(send('2026-06-24 09:00', back, longer))).toContain('派单已超过 1 工作日');
  const paused = { dueAt: null, clock: [{ type: 'pause' as const, at: shanghai('2026-06-22 10:00') }] };
  expect(said(send('2026-06-24 09:00', back, paused))).toBe('');
  expect(returnEnds(task(paused), shanghai('2026-06-24 09:00'), calendar).until).toBeNull();
});

test('the shipped diagram asks for the check and says the limit', () => {
  const diagram = readFileSync(join(import.meta.dirname, '../../processes/diagrams/grid-event.bpmn'), 'utf8');
  const sign = /<bpmn:userTask id="dept-sign"[\s\S]*?<\/bpmn:userTask>/.exec(diagram)![0];
  expect(sign).toContain('key="check" value="return-limits"');
  expect(sign).toContain('key="returnLimit" value="1 工作日"');
  // the third goes to the leader on duty
  expect(diagram).toMatch(/id="third-return-to-leader-ruling"[^>]*>\s*<bpmn:conditionExpression[^>]*>=returns &gt;= 3</);
});
