// 联合执法: the town plans and commands, the departments' staff on its ground come, what is wrong again is punished, and the town assesses them.
import { dayAfter } from '../matter.js';
import { hop, readCase } from '../stage.js';
import { begin, closed, factOf, must, upload, type Story } from '../story.js';

const departments = ['zfj', 'pcs', 'cgb'] as const;

export const enforcement: Story = {
  id: 'enforcement', name: '联合执法', says: '大力推进综合执法……通过联合执法，提升执法实效。同时把基层执法人员70%以上的考核权下放到乡镇一级，更大程度地赋予乡镇（街道）对基层执法的指挥权、监督权。',
  async play(stage) {
    const caseNo = await begin(stage, 'jinghe', '/initiatives', { procedure: 'joint-enforcement', title: '曹坝园区消防通道联合整治', category: 'F01', place: { text: '曹坝园区' }, grid: 'by-jinghe-caoba-g1' }, '镇里发起联合执法');
    const today = new Date((await readCase(stage, caseNo)).case.reportedAt);
    const day = (days: number) => dayAfter(today, days);
    await hop(stage, caseNo, 'jinghe', 'enforcement-plan', { lead: 'by-jinghe.zfj', members: ['by-jinghe.pcs', 'by-jinghe.cgb'], where: '园区各厂房', onDate: day(0), matters: '查消防通道和占道堆放' }, '定牵头和参加部门、时间、地点');
    await hop(stage, caseNo, 'jinghezhiban', 'enforcement-sign', { outcome: 'agreed' }, '同意');
    for (const account of departments) await hop(stage, caseNo, account, 'member-confirm', { outcome: 'yes', people: '两人，证号齐全' }, '派两人参加');
    // the demo cannot wait for days to pass: what the law lets follow on the same day
    await hop(stage, caseNo, 'zfj', 'enforcement-on-site', { inspectors: 6, summary: '三号厂房通道再次被原料堵塞，曾责令改正', outcome: 'punish', partyKind: 'unit', partyName: '曹坝冲压有限公司', partyPlace: '曹坝园区三号厂房', evidence: [(await upload(stage, 'zfj', '堵塞的通道.png')).id] }, '现场检查，通道又堵塞，附照片');
    await hop(stage, caseNo, 'zfj', 'inform-rights', { documentNo: '告知第一号', proposed: '罚款五千元', toldOn: day(0) }, '告知拟处罚和陈述、申辩、听证的权利');
    await hop(stage, caseNo, 'zfj', 'hear-party', { outcome: 'waived', summary: '当事人承认，书面放弃陈述申辩和听证', evidence: [(await upload(stage, 'zfj', '放弃书.png')).id] }, '当事人书面放弃陈述申辩和听证');
    await hop(stage, caseNo, 'zfjjuzhang', 'decide-penalty', { outcome: 'fine', documentNo: '罚决第一号', decidedOn: day(0), fine: 5_000, summary: '事实清楚，处罚适当' }, '决定罚款五千元');
    await hop(stage, caseNo, 'jinghe', 'enforcement-publish', { outcome: 'yes', publishedAt: '镇政务公开栏' }, '公开处罚决定，不等缴款');
    await hop(stage, caseNo, 'zfj', 'serve-decision', { servedOn: day(0), how: 'direct', evidence: [(await upload(stage, 'zfj', '送达回证.png')).id] }, '直接送达，附回证');
    await hop(stage, caseNo, 'zfj', 'penalty-performed', { outcome: 'performed', performedOn: day(0), summary: '已缴款，通道已清空' }, '缴款并清空');
    await hop(stage, caseNo, 'jinghezhiban', 'enforcement-assess', { marks: departments.map((department) => ({ department: `by-jinghe.${department}`, mark: department === 'cgb' ? 'fair' : 'good', ...(department === 'cgb' ? { remark: '到场迟' } : {}) })), summary: '协同有力' }, '镇里考核参加执法的部门');
    const view = await closed(stage, caseNo);
    must(factOf(view, 'enforcement-penalty')?.fine === 5_000, caseNo, '没有登记罚款');
    must(factOf(view, 'enforcement-penalty')?.partyName === '曹坝冲压有限公司', caseNo, '处罚没有登记当事人');
    must(factOf(view, 'enforcement-result')?.marks?.length === departments.length, caseNo, '没有登记镇里的考核');
    return {
      came: ['三个部门听镇里指挥到场，再犯的依法告知权利、决定、送达、执行并公开', '镇里给三个部门打了分'],
      look: [[`/cases/${caseNo}`, '联合执法的全过程和文书'], ['/initiate', '镇里从这里发起（用 jinghe 登录）']],
    };
  },
};
