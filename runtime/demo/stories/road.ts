// 门前小路: two neighbours quarrel over a road that floods; the grid member and the mediators talk with both, and on the grid member's suggestion the road is mended.
import { hop, readCase, within } from '../stage.js';
import { begin, closed, factOf, must, upload, type Story } from '../story.js';
import { dayAfter } from '../matter.js';

export const road: Story = {
  id: 'road', name: '门前小路', says: '居民小姜与邻居因门前小路问题闹得积怨很深……要不是相关部门根据我上报的信息和建议，修缮了这条路，他们两家的积怨怎么可能解开。',
  async play(stage) {
    const caseNo = await begin(stage, 'caoba', '/reports', {
      title: '两户人家因门前小路积水积怨', description: '一下雨两家之间的路面就“水漫金山”，生活出行不便，两家互相指责', category: 'A01', people: 2, place: { text: '曹坝村丰产组' }, grid: 'by-jinghe-caoba-g1',
    }, '巡查上报：两户人家因门前小路积水积怨');
    const today = new Date((await readCase(stage, caseNo)).case.reportedAt);
    const day = (days: number) => dayAfter(today, days);
    await hop(stage, caseNo, 'caobacun', 'intake', { outcome: 'accepted' }, '立案');
    await hop(stage, caseNo, 'caobacun', 'village-handle', { outcome: 'cannot', reason: '多次上门，双方都不肯让步' }, '村里调解不成，请镇里调解');
    await hop(stage, caseNo, 'jinghe', 'town-dispatch', { outcome: 'joint', joint: 'mediation' }, '启动人民调解');
    await hop(stage, caseNo, 'sfs', 'mediation-consent', { parties: [{ name: '小姜', agrees: 'yes' }, { name: '邻居', agrees: 'yes' }], outcome: 'agreed', mediators: '司法所调解员' }, '双方都愿意调解');
    await hop(stage, caseNo, 'caoba', 'mediation-visit', {
      visits: [{ visitedOn: day(0), whom: '小姜', said: '一下雨水就淹到门口' }, { visitedOn: day(0), whom: '邻居', said: '路破了没有人修' }], summary: '根子在路：路面破损、没有排水沟',
    }, '走访两家，查明根子在路');

    const suggestion = await begin(stage, 'caoba', `/cases/${caseNo}/suggestions`, { to: 'by-jinghe.cgb', title: '修缮丰产组门前小路', text: '路面破损、没有排水沟，雨天积水，两家为此争吵' }, '提建议：修缮这条路');
    await hop(stage, suggestion, 'cgb', 'consider', { outcome: 'accepted', plan: '重铺路面，修排水沟', doBy: day(20) }, '采纳');
    await hop(stage, suggestion, 'cgb', 'carry-out', { outcome: 'done', summary: '路面已铺，排水沟已修', evidence: [(await upload(stage, 'cgb', '修好的路.png')).id] }, '路修好了，附照片');
    await hop(stage, suggestion, 'caoba', 'check-suggestion', { outcome: 'pass', lookOn: day(0) }, '到现场看过，确实修好');
    await hop(stage, suggestion, 'caoba', 'see-effect', { outcome: 'effective', summary: '下雨不再积水' }, '下雨不再积水，有效果');
    const mended = await closed(stage, suggestion);
    must(factOf(mended, 'suggestion-effect')?.effect === 'effective', suggestion, '没有登记建议的效果');
    await within(stage, caseNo, '建议的结果告诉这件案子', async () => (await readCase(stage, caseNo)).timeline.some(({ action }) => action === '建议反馈'));

    await hop(stage, caseNo, 'sfs', 'mediation-session', { sessions: [{ heldOn: day(0), place: '村委会', attended: '双方', talked: '路修好了，各自认个错' }], outcome: 'agreed', summary: '和好，共同管护门前的路' }, '两家坐到一起，达成一致');
    await hop(stage, caseNo, 'sfs', 'mediation-agreement', { agreedOn: day(0), agreementForm: 'oral', terms: '共同管护门前的路和排水沟', performBy: day(14), confirmation: 'no' }, '登记口头协议');
    await hop(stage, caseNo, 'caobacun', 'mediation-performance', { outcome: 'performed', summary: '两家一起清了排水沟' }, '协议履行');
    await hop(stage, caseNo, 'caoba', 'check', { outcome: 'pass', summary: '两家和好如初' }, '通过');
    await hop(stage, caseNo, 'jinghehuifang', 'follow-up', { rating: '满意' }, '满意');
    const view = await closed(stage, caseNo);
    must(view.case.closing.rating === '满意' && factOf(view, 'mediation-result')?.performance === 'performed', caseNo, '没有登记协议的履行和回访');
    return {
      came: ['两家口头和解并履行，回访满意', '网格员的建议被采纳，路修好了，现场核查过，效果登记在建议上，原来的案件也收到了结果'],
      look: [[`/cases/${caseNo}`, '纠纷的案件：调解经过，以及“建议反馈”'], [`/cases/${suggestion}`, '建议的案件：采纳、实施、核查、效果']],
    };
  },
};
