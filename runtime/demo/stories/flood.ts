// 台风和积水: a warning opens a check of every household in need; the 陈奶奶 of the article is in danger, the fire brigade and the neighbours come, and afterwards she is visited.
import { SHANGHAI_OFFSET } from '../../../processes/shanghai.js';
import { as, hop, readCase, within } from '../stage.js';
import { closed, factOf, must, type Story } from '../story.js';

const AREA = 'by-jinghe-caoba-g1';
const [SAFE, DANGER] = ['曹坝园区东侧 5 号', '曹坝园区东侧 7 号'];

export const flood: Story = {
  id: 'flood', name: '台风和积水', says: '因为台风连续下了几天暴雨，让居住在地势低洼的陈奶奶家水漫过膝盖……一边联系消防队员帮陈奶奶家排除积水，一边与邻居一起打开“工具箱”……如果不是网格内的社会组织和热心群众，要想做好为民服务真是孤掌难鸣。',
  async play(stage) {
    const leader = await as(stage, 'jinghezhiban');
    // each play needs a warning of its own, with a number that people can read: the second of its day
    const number = new Date(Date.now() + SHANGHAI_OFFSET).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const given = { sender: '县气象台', number, kind: '台风', level: '橙色', areas: [AREA] };
    const { id } = await leader.post<{ id: string }>('/warnings', given);
    must((await leader.post<{ id: string }>('/warnings', given)).id === id, '—', '同一个预警发两次，成了两个');
    const board = async () => (await leader.get(`/warnings?id=${id}&most=100`)).items[0];
    const opened = await within(stage, '—', '每户的排查任务', async () => {
      const one = await board();
      return one?.opened && one.unchecked.every(({ task }: { task?: string }) => task) && one;
    });
    const at = (place: string): string => opened.unchecked.find((one: { place: string }) => one.place === place).caseNo;
    const [safe, caseNo] = [at(SAFE), at(DANGER)];
    stage.say(`          台风橙色预警：曹坝园区网格 ${opened.counts.total} 户需要照顾的人家，各有一项排查`);
    await hop(stage, safe, 'caoba', 'check-household', { outcome: 'safe' }, '上门查看，平安');
    await closed(stage, safe);
    await hop(stage, caseNo, 'caoba', 'check-household', { outcome: 'danger', dangerKind: 'flooded' }, '水已进屋，马上求援');
    for (const account of ['linli', 'zhiyuan']) await hop(stage, caseNo, account, 'call-helpers', { outcome: 'yes', arrives: '10' }, '我去，十分钟到');
    await hop(stage, caseNo, 'xiaofang', 'fire-brigade', { outcome: 'rescued' }, '消防到场，排除积水');
    await hop(stage, caseNo, 'aqb', 'department-acts', { outcome: 'relocated', shelter: '村部安置点' }, '老人先到村部安置');
    await hop(stage, caseNo, 'caoba', 'first-report', { peopleAtRisk: 2, summary: '水已进屋，漫过膝盖，人员安全' }, '首报：两位老人，人员安全');
    await hop(stage, caseNo, 'caoba', 'follow-danger', { outcome: 'over', summary: '水已排干，遮雨棚修好了' }, '续报：危险解除');
    await hop(stage, caseNo, 'caoba', 'after-visit', { outcome: 'needs', summary: '屋里要消毒，药快吃完了' }, '回访：还要帮着消毒、配药');
    await hop(stage, caseNo, 'mzb', 'remaining-need', { outcome: 'done', summary: '已消毒，药已配好送到' }, '民政：消毒、配药都办好了');
    await hop(stage, caseNo, 'caoba', 'after-visit', { outcome: 'fine' }, '再次回访：恢复正常');
    const view = await closed(stage, caseNo);
    const fact = factOf(view, 'emergency-aid');
    must(fact?.fireResult === 'rescued' && fact.helpersOn?.length === 2, caseNo, '没有登记谁来救助');
    await leader.post(`/warnings/${id}/lift`, { reason: '台风已过境' });
    const left = opened.unchecked.map((one: { caseNo: string }) => one.caseNo).filter((one: string) => one !== safe && one !== caseNo);
    for (const one of left) await within(stage, one, '预警解除后的记录', async () => (await readCase(stage, one)).case.closing);
    const { counts } = await board();
    return {
      came: [`预警发了两次，只排查一遍；${opened.counts.total} 户中排查 ${counts.checked} 户，解除时 ${counts.lifted} 户没有来得及查，都有记录`, '积水的人家：消防、部门、两名邻居和志愿者到场，其余的人得知不用来；首报、续报、回访都在案件里'],
      look: [[`/cases/${caseNo}`, '救助的经过'], ['/warnings', '预警排查：谁还没有查到（用 jinghezhiban 登录）']],
    };
  },
};
