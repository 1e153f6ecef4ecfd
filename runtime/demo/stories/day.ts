// 一天的网格: matters of one day in several grids, each left where such a day leaves it: solved in the village, waiting to be filed or dispatched, in a department's hands, and one past its limit.
import { randomUUID } from 'node:crypto';
import { Refused } from '../../client.js';
import { as, hop, readCase, READER, within } from '../stage.js';
import { begin, closed, type Story } from '../story.js';

interface Matter { account: string; grid: string; category: string; title: string; place: { text: string; lng: number; lat: number }; people?: number }

const solved: Matter = { account: 'caoba', grid: 'by-jinghe-caoba-g1', category: 'D01', title: '园区北门垃圾堆了三天', place: { text: '曹坝园区北门', lng: 119.3475, lat: 33.2462 } };
const late: Matter = { account: 'caoba2', grid: 'by-jinghe-caoba-g2', category: 'E02', title: '二组老桥路灯不亮，晚上有人摔倒', place: { text: '曹坝村二组老桥', lng: 119.3541, lat: 33.2588 } };
const inHand: Matter = { account: 'songzhu', grid: 'by-jinghe-songzhu-g1', category: 'E03', title: '松竹小学门前道路积水', place: { text: '松竹小学门前', lng: 119.3688, lat: 33.2391 } };
const village: Matter = { account: 'songzhu', grid: 'by-jinghe-songzhu-g2', category: 'H01', title: '独居老人家的屋顶漏雨', place: { text: '松竹村四组 6 号', lng: 119.3897, lat: 33.2413 }, people: 1 };
const toDispatch: Matter = { account: 'xiaohancun', grid: 'by-jinghe-xiaohan-g1', category: 'F02', title: '排涝站值班房电动车飞线充电', place: { text: '小涵排涝站', lng: 119.3702, lat: 33.2561 } };
const fresh: Matter[] = [
  { account: 'xiaohancun', grid: 'by-jinghe-xiaohan-g2', category: 'D05', title: '河堤上搭了一间棚屋', place: { text: '小涵村三组河堤', lng: 119.3885, lat: 33.2537 } },
  { account: 'chengbei', grid: 'by-anyi-chengbei-g1', category: 'E01', title: '小区东门井盖松动', place: { text: '城北社区东门', lng: 119.3603, lat: 33.2711 } },
];

export const day: Story = {
  id: 'day', name: '一天的网格', says: '努力做到“四清五到场”……用精细化治理手段保证基层治理工作落到实处。',
  async play(stage) {
    const file = ({ account, ...matter }: Matter) => begin(stage, account, '/reports', { people: 0, ...matter }, `上报：${matter.title}`);
    const toTown = async (matter: Matter) => {
      const caseNo = await file(matter);
      await hop(stage, caseNo, 'jinghe', 'intake', { outcome: 'accepted' }, '镇里立案');
      return caseNo;
    };
    const toDepartment = async (caseNo: string) => hop(stage, caseNo, 'jinghe', 'town-dispatch', { outcome: 'department', lead: 'cgb' }, '派给城管办');

    const cleared = await file(solved);
    await hop(stage, cleared, 'caobacun', 'intake', { outcome: 'accepted' }, '立案');
    await hop(stage, cleared, 'caobacun', 'village-handle', { outcome: 'solved', summary: '保洁队已清运' }, '村里办结');
    await hop(stage, cleared, 'jinghe', 'check', { outcome: 'pass' }, '镇里核查通过');
    await hop(stage, cleared, 'jinghehuifang', 'follow-up', { rating: '满意' }, '回访满意');
    await closed(stage, cleared);

    const lamp = await toTown(late);
    await toDepartment(lamp);
    await hop(stage, lamp, 'cgb', 'dept-sign', { outcome: 'sign' }, '签收');
    await toDepartment(await toTown(inHand));
    const roof = await file(village);
    await hop(stage, roof, 'songzhucun', 'intake', { outcome: 'accepted' }, '立案');
    await toTown(toDispatch);
    for (const matter of fresh) await file(matter);

    // somebody fell there: it is to be done at once, and is not
    const commander = await as(stage, READER);
    const { task, instance } = await within(stage, lamp, '城管办的任务“部门办理”', async () => {
      const { tasks } = await readCase(stage, lamp);
      const found = tasks.find(({ elementId, state }) => elementId === 'dept-handle' && state === 'open');
      return found && { task: found.key, instance: found.instanceKey };
    });
    // the system's time, which a test moves
    const { at: now } = await commander.get<{ at: string }>('/overview');
    await commander.post(`/instances/${instance}/interventions`, { id: randomUUID(), kind: 'due', task, at: new Date(new Date(now).getTime() + 3_000).toISOString(), reason: '已有人摔伤，马上修好' });
    stage.say('          ! 指挥长调整时限：已有人摔伤，马上修好');
    await within(stage, lamp, '总览把它数作超时', async () => (await commander.get('/cases?figure=overdue&size=100')).items.some((one: { caseNo: string }) => one.caseNo === lamp));
    // a red card makes it a hard matter, which the leading group's office is to see
    const supervisor = await as(stage, 'ducha');
    await supervisor.post(`/supervision/tasks/${task}/cards`, { id: randomUUID(), type: 'red', text: '已有人摔伤，超时未修，请今天修好' });
    stage.say('          ! 县督查员发红牌：已有人摔伤，超时未修');
    await within(stage, lamp, '难事里有它', async () => {
      // the engine decides by the table what is hard: while it is busy it is asked again
      const { items } = await supervisor.get<{ items: { caseNo: string }[] }>('/hard-issues').catch((error) => {
        if (error instanceof Refused && error.status === 503) return { items: [] };
        throw error;
      });
      return items.some((one) => one.caseNo === lamp);
    });
    return {
      came: ['七件事分布在五个村（社区）的网格：一件村里办结，一件部门超时未办，其余各在待受理、办理、派单、签收', '超时的路灯被县督查员发了红牌，成了本月的难事'],
      look: [['/overview', '总览：什么最急、谁手里、哪个村多（用 baoyingzhihui 登录，可以打开地图）'], [`/cases/${lamp}`, '超时的路灯：走到哪一步、谁在办'], ['/hard-issues', '难事：红牌督办的路灯，等着提交本月的议程（用 ducha 登录）'], ['/tasks', '城管办的任务：一件超时，一件待签收（用 cgb 登录）']],
    };
  },
};
