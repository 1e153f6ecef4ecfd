// 共享车位: visitors quarrel about parking again and again at one place, the system finds it, it becomes a policy that is tried in one village, for so long as was decided; then it is measured by itself.
import { dayAfter } from '../matter.js';
import { as, hop, readCase, within } from '../stage.js';
import { begin, must, upload, type Story } from '../story.js';

const place = { text: '景区西门停车场', lng: 119.349, lat: 33.256 };
const quarrels = [['caoba2', '外地游客找不到车位，与停车场管理员争吵'], ['caoba2', '停车场已满，游客堵住出口不走'], ['caobacun', '游客把车停进小区，与居民争车位']] as const;
const measure = '利用附近小区居民停车位的时间差：白天开车上班的居民登记空出的车位，由小区门岗引导游客停放，傍晚前驶离。';

export const parking: Story = {
  id: 'parking', name: '共享车位', says: '外地人因无处停车常常与停车场管理人员发生纠纷。为此，该所推出“共享车位”理念，利用景区附近小区居民停车位的时间差，为前来景区的游客提供“共享车位”，缓解了因停车难发生的矛盾纠纷。',
  async play(stage) {
    const cases: string[] = [];
    for (const [account, title] of quarrels) cases.push(await begin(stage, account, '/reports', { title, category: 'A05', place, grid: 'by-jinghe-caoba-g2', people: 2 }, `上报：${title}`));
    const leader = await as(stage, 'jinghezhiban');
    const last = cases.at(-1)!;
    const trouble = await within(stage, last, '反复问题列出来', async () => {
      const { items } = await leader.get<{ items: { id: string; total: number; category: string }[] }>('/recurring?size=100');
      for (const one of items.filter(({ category }) => category === 'A05')) {
        const { cases: behind } = await leader.get<{ cases: { caseNo: string }[] }>(`/recurring/${encodeURIComponent(one.id)}`);
        if (cases.every((caseNo) => behind.some((each) => each.caseNo === caseNo))) return one;
      }
      return undefined;
    });
    const caseNo = await begin(stage, 'jinghezhiban', `/recurring/${encodeURIComponent(trouble.id)}/pilot`, {}, `系统发现同一地方反复 ${trouble.total} 起，提为政策试点`);
    const today = new Date((await readCase(stage, caseNo)).case.reportedAt);
    const until = dayAfter(today, 30);
    await hop(stage, caseNo, 'liucheng', 'draft-pilot', {
      problem: '游客无处停车，与停车场管理人员反复发生纠纷', cause: '假日车多位少，附近小区白天车位空着', measure, area: 'by-jinghe-caoba', trialFrom: dayAfter(today, 1), trialUntil: until, goal: 50, indicators: ['onTimeRate', 'satisfaction'],
    }, '拟定方案：共享车位，先在一个村试一个月');
    await hop(stage, caseNo, 'jinghezhiban', 'decide-pilot', { outcome: 'adopted' }, '审定：采纳');
    await hop(stage, caseNo, 'caobacun', 'start-trial', { summary: '三个小区登记了六十个共享车位', evidence: [(await upload(stage, 'caobacun', '共享车位指示牌.png')).id] }, '落实：登记车位、立指示牌，附照片');
    const running = await within(stage, caseNo, '试点运行', async () => {
      const view = await readCase(stage, caseNo);
      return view.case.standing?.elements.some(({ id }: { id: string }) => id === 'run-trial') && view;
    });
    must(running.case.facts.some(({ key }: { key: string }) => key === 'pilot-baseline'), caseNo, '没有测算试点前的情况');
    for (const origin of cases) must((await readCase(stage, origin)).timeline.some(({ action }) => action === '建议反馈'), origin, '没有告知试点');
    return {
      came: [`同一地方 ${trouble.total} 起停车纠纷由系统找出，提为“共享车位”试点，反映人都得到告知`, `试点到 ${until} 为止，到期由系统比较试点村和其他村前后同样天数的案件数，再决定推广还是不再推行`],
      look: [[`/recurring/${encodeURIComponent(trouble.id)}`, '反复问题：地点、趋势、背后的案件、试点前的数'], [`/cases/${caseNo}`, '政策试点走到哪一步'], ['/recurring', '所有的反复问题（用 jinghezhiban 登录）']],
    };
  },
};
