// What the article's case must leave behind: the order of its timeline, and the exact way through each diagram.
import { instalments } from './matter.js';

/** An entry of the timeline: what, at which element of a diagram, by whom (a person's name, or the worker that wrote it). */
export interface Step { action: string; element: string; by: string }

const step = (action: string, element: string, by: string): Step => ({ action, element, by });
const each = (make: (no: number) => Step[]): Step[][] => instalments.flatMap((_, index) => make(index + 1).map((one) => [one]));

const dispatch = step('完成', 'town-dispatch', '孙海燕');
const search = step('完成', 'find-representative', '彭海涛');

/** Two lines of steps, since site and county are worked on at the same time; what stands together in a row may come in any order. */
export const lines: readonly (readonly (readonly Step[])[])[] = [
  [
    [step('上报', '', '周晓梅')],
    [step('立案', 'classify', '自动分类')],
    [step('完成', 'intake', '李秀兰')],
    [step('反馈', 'tell-accepted', '自动反馈')],
    [step('完成', 'village-handle', '李秀兰')],
    [step('上报', 'escalate-town', '自动上报')],
    [dispatch],
    ['何俊杰', '胡明亮', '林静怡', '梁晓东'].map((name) => step('完成', 'on-site-confirm', name)),
    [step('完成', 'stabilise-site', '胡明亮')],
    [step('备案', 'record-equipment', '事实登记')],
    [search],
    [step('完成', 'inspection', '彭海涛')],
    [step('完成', 'meeting', '彭海涛')],
    [step('完成', 'sign-plan', '林静怡')],
    [step('备案', 'register-plan', '还款计划')],
    ...each(() => [step('完成', 'register-repayment', '胡明亮'), step('完成', 'verify-payment', '林静怡'), step('备案', 'register-payment', '还款登记')]),
    [step('完成', 'confirm-production', '李秀兰')],
    [step('备案', 'record-production', '事实登记')],
    [step('完成', 'check', '周晓梅')],
    [step('完成', 'follow-up', '朱丽娟')],
    [step('反馈', 'tell-closed', '自动反馈')],
    [step('结案', 'close', '自动结案')],
  ],
  [[dispatch], [step('完成', 'county-acknowledge', '曹敏')], [search]],
];

/** The ways through a diagram, element by element from start to end; sequence flows are named `<from>-to-<to>`. */
const ways: Record<string, string[]> = {
  'grid-event': [
    'reported case-chain finished',
    'chain-start classify-event classify to-intake intake intake-decided accepted tell-accepted to-route route village-handle village-decided village-up escalate-town to-town'
      + ' town-level town-decided to-check check checked follow-up rated to-close tell-closed close closed',
    'town-start town-entry to-dispatch town-dispatch dispatched joint-procedure joint-done',
  ],
  'wage-arrears': [
    'joint-start both team-confirm stabilise-site record-equipment both-done find-representative reached search-done look-up-employer looked-up employer-known inspection is-construction still-owed is-present meeting agreed'
      + ' to-sign sign-plan register-plan repay repaid to-production confirm-production record-production settled',
    'both report-county county-acknowledge both-done',
    'confirm-start notify-department on-site-confirm confirmed confirm-end',
  ],
  instalment: ['instalment-start register-repayment registered to-verify verify-payment verified to-book register-payment instalment-paid'],
};

/** How often each procedure is run through. */
export const runs: Readonly<Record<string, number>> = { 'grid-event': 1, 'wage-arrears': 1, instalment: instalments.length };

/** The elements that an instance of a procedure must pass, no others, and the flows that it must take. */
export function wayThrough(procedure: string): { elements: Set<string>; flows: Set<string> } {
  const paths = (ways[procedure] ?? []).map((path) => path.split(' '));
  return { elements: new Set(paths.flat()), flows: new Set(paths.flatMap((path) => path.slice(1).map((to, index) => `${path[index]}-to-${to}`))) };
}
