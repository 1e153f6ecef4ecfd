// 考核指挥棒: indicators are tried on this month's real figures; the month before is computed and shown to the villages, and published only once their time for appeals is over.
import { randomUUID } from 'node:crypto';
import { Refused } from '../../client.js';
import { as, DemoFailed, within } from '../stage.js';
import type { Story } from '../story.js';

const monthOf = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
function before(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
const refused = async (asked: Promise<unknown>): Promise<number | undefined> => asked.then(() => undefined, (error: unknown) => { if (error instanceof Refused) return error.status; throw error; });

export const assessment: Story = {
  id: 'assessment', name: '考核月', says: '按照“五可”原则，市里将网格化纳入高质量发展指标体系……充分发挥好考核“指挥棒”作用。同时把基层执法人员70%以上的考核权下放到乡镇一级。',
  async play(stage) {
    const [policy, assessor] = await Promise.all([as(stage, 'liucheng'), as(stage, 'kaohe')]);
    const { items: own } = await assessor.get<{ items: { reportedAt: string }[] }>('/cases?size=1');
    const month = monthOf(own[0] ? new Date(own[0].reportedAt) : new Date());
    const sheet = async (subject: string) => (await policy.get<{ items: { from: string; indicators: any[] }[] }>(`/assessment-sheets?subject=${subject}`)).items[0]!.indicators;
    const tried = await sheet('village');
    const nameOf = (id: string): string => tried.find((one) => one.id === id).name;
    const preview = (await policy.post<{ items: any[] }>('/assessment-sheets/preview', { subject: 'village', period: month, indicators: tried })).items;
    const best = preview.find(({ total }) => total !== null);
    if (!best) throw new DemoFailed(`${month} 没有可以考核的案件：先演示别的故事`);
    stage.say(`          试算 ${month} 各村：${best.name} ${best.total} 分（${best.items.filter(({ why }: any) => !why).map(({ indicator, numerator, denominator }: any) => `${nameOf(indicator)} ${numerator}/${denominator}`).join('，')}）`);
    const officers = (await sheet('officer')).map((one) => ({ ...one, giver: 'department' }));
    const status = await refused(policy.put(`/assessment-sheets/officer/month/${month}`, { revision: 0, indicators: officers, reason: '全部由部门考核' }));
    if (status !== 422) throw new DemoFailed('把执法人员的考核全部交给部门，没有被拒绝');
    stage.say('          ✗ 执法人员的考核权全归部门，被拒绝：镇（街道）至少占 70%');
    const last = before(month);
    const id = `by:village:${last}`;
    const compute = () => assessor.post('/assessments', { id: randomUUID(), subject: 'village', period: last, days: 1 });
    const state = () => assessor.get(`/assessments/${id}`).then(({ run }) => run.state as string, () => undefined);
    // played before: it is shown or published, and stays as it is
    if (!['computing', 'computed', 'published'].includes((await state()) ?? '')) await compute();
    await within(stage, '—', `${last} 的考核算完`, async () => ['computed', 'published'].includes((await state()) ?? ''));
    const village = await as(stage, 'caobacun');
    const told = await within(stage, '—', '村里收到考核公示的通知', async () => (await village.get<{ items: { title: string; text: string }[] }>('/notices?size=100')).items.find(({ title }) => title === `${last} 村（社区）考核已公示`));
    stage.say(`          ${village.person.name} 收到：${told.text}`);
    const early = await state() === 'computed' ? await refused(assessor.post(`/assessments/${id}/publish`)) : undefined;
    if (early !== undefined && early !== 409) throw new DemoFailed(`${last} 的考核没有公布：${early}`);
    if (early === 409) stage.say('          ✗ 申诉期没有结束，不能公布');
    else if (await refused(compute()) !== 409) throw new DemoFailed(`${last} 已经公布，却又能重算`);
    else stage.say(`          ■ ${last} 各村的考核已公布，从此不变`);
    return {
      came: [`按现行指标试算 ${month}：${best.name} ${best.total} 分，每个数都能点到背后的案件`, '执法人员考核权不到 70% 在镇里的，保存不了', early === 409 ? `${last} 的考核已计算、公示，被考核者收到通知；申诉期满、都答复了才能公布` : `${last} 的考核已计算、公布、冻结`],
      look: [['/assessment', '考核：排名、得分、申诉（用 kaohe 登录）'], ['/assessment/indicators', '指标：分子、分母、公式、权重（用 liucheng 登录，可以试算）']],
    };
  },
};
