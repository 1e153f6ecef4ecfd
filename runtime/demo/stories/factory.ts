// 塑机公司欠薪: the wage-arrears case, read back and compared in every detail.
import { compare } from '../compare.js';
import { play, type Played } from '../play.js';
import { readBack, type Found } from '../read-back.js';
import { DemoFailed, type Stage } from '../stage.js';
import type { Story } from '../story.js';
import { summaryRows } from '../summary.js';

/** Plays the case and reads it back. @throws DemoFailed when a hop does not come about or what is on record differs from what was done */
export async function playFactory(stage: Stage): Promise<{ played: Played; found: Found }> {
  const played = await play(stage);
  const found = await readBack(stage, played);
  const problems = compare(found, played);
  if (problems.length > 0) throw new DemoFailed([`案件 ${played.caseNo} 的结果与原文不符：`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  return { played, found };
}

export const factory: Story = {
  id: 'factory', name: '塑机公司欠薪', says: '公司法定代表人拖欠16名职工20多万元工资……镇网格联动中心在第一时间启动欠薪纠纷处理联动机制……签订分期还款的计划，公司又恢复了生产。',
  async play(stage) {
    const { found } = await playFactory(stage);
    return {
      came: summaryRows(found).map(([name, value]) => `${name}：${value}`),
      look: [[`/cases/${found.case.caseNo}`, '案件，含还款计划和时间线'], ...found.ways.map(({ key, procedure }): [string, string] => [`/instances/${key}`, `流程图上走到哪里：${procedure}`])],
    };
  },
};
