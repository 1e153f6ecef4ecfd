// 12345 转办: the county's hotline hands over two orders by the signed interface; one finds its grid by the tables, one waits for people to sort it.
import { randomBytes } from 'node:crypto';
import { signatureOf } from '../../../processes/partners/signature.js';
import { Refused } from '../../client.js';
import { as, hop, type Stage } from '../stage.js';
import { must, type Story } from '../story.js';

/** The demo's own partner: nothing of a real hotline stands under this id. */
const ID = 'demo-hotline';
const given = { name: '12345 热线（演示）', kind: 'hotline', unit: 'by' };

/** The partner's secret, made anew each time: no demo secret is written down anywhere, and in production nobody of the demo can make one. */
async function secretOf(stage: Stage): Promise<string> {
  const admin = await as(stage, 'guanli');
  const known = (await admin.get<{ id: string }[]>('/partners')).some(({ id }) => id === ID);
  const { secret } = await (known ? admin.post<{ secret: string }>(`/partners/${ID}/secrets`) : admin.post<{ secret: string }>('/partners', { id: ID, ...given }));
  stage.say(`          ! 系统管理员登记对接单位「${given.name}」，${known ? '换了密钥' : '生成密钥'}`);
  return secret;
}

/** What the hotline's words mean here; tables that somebody changed stay. */
async function mapped(stage: Stage): Promise<void> {
  const policy = await as(stage, 'liucheng');
  const { revision } = await policy.get<{ revision: number }>(`/partner-mappings/${ID}`);
  if (revision > 0) return;
  await policy.put(`/partner-mappings/${ID}`, {
    revision, categories: [{ theirs: '暴露垃圾', ours: 'D01' }, { theirs: '路灯不亮', ours: 'E02' }, { theirs: '道路积水', ours: 'E03' }],
    units: [{ theirs: '曹坝村', ours: 'by-jinghe-caoba-g1' }, { theirs: '松竹小学', ours: 'by-jinghe-songzhu-g1' }], urgencies: [{ theirs: '加急', ours: '紧急' }],
  });
  stage.say('          ! 流程管理员保存对照表：3 个类别、2 个区域、1 个紧急程度');
}

interface Answer { state: string; caseNo?: string }

/** Sends an order as the hotline's own system does. @throws Refused when it is not taken */
async function order({ url }: Stage, secret: string, body: { orderNo: string } & Record<string, unknown>): Promise<Answer> {
  const path = `/api/intake/${ID}/orders`;
  const signing = { method: 'POST', path, timestamp: String(Math.floor(Date.now() / 1000)), nonce: randomBytes(16).toString('hex'), body: JSON.stringify(body) };
  const answer = await fetch(url + path, {
    method: 'POST', body: signing.body, signal: AbortSignal.timeout(30_000),
    headers: { 'content-type': 'application/json', 'x-timestamp': signing.timestamp, 'x-nonce': signing.nonce, 'x-signature': signatureOf(signing, secret) },
  });
  const said = await answer.json() as Answer;
  if (!answer.ok) throw new Refused(answer.status, said as never, `POST ${path}`);
  return said;
}

export const hotline: Story = {
  id: 'hotline', name: '12345 转办', says: '打通数据共享渠道，推进政法、人社、公安大数据中心以及“12345”热线、数字化城管等系统有机整合。',
  async play(stage) {
    const secret = await secretOf(stage);
    await mapped(stage);
    const no = `YS-${Date.now()}`;
    const first = { orderNo: `${no}-1`, title: '村口垃圾桶满了没人清', content: '垃圾桶满了三天，气味很大', category: '暴露垃圾', address: '泾河镇曹坝村村口', citizen: { phone: '12000000901' } };
    const { caseNo = '', state } = await order(stage, secret, first);
    must(state === 'filed' && caseNo !== '', first.orderNo, '对上类别和网格的工单没有立刻立案');
    must((await order(stage, secret, first)).caseNo === caseNo, caseNo, '同一张工单再发一次，不是同一个案件');
    stage.say(`          ! 热线转来工单 ${first.orderNo}：按对照表归到曹坝园区网格（${caseNo}），再发一次还是它`);
    await hop(stage, caseNo, 'caobacun', 'intake', { outcome: 'accepted' }, '立案');
    const second = { orderNo: `${no}-2`, title: '夜里有噪音，睡不着', content: '说不清是哪里传来的', category: '其他诉求', address: '泾河镇某处' };
    must((await order(stage, secret, second)).state === 'sorting', second.orderNo, '对不上的工单没有等人分拣');
    const waiting = await (await as(stage, 'baoying')).get<{ items: { orderNo: string; missing: string[] }[] }>('/orders?size=100');
    must(waiting.items.find(({ orderNo }) => orderNo === second.orderNo)?.missing.length === 2, second.orderNo, '转办工单里没有这张工单');
    stage.say(`          ! 热线转来工单 ${second.orderNo}：类别和网格都对不上，等县中心分拣`);
    return {
      came: ['两张工单用签名接口转来：一张按对照表直接立案、再发不重复，一张对不上，在转办工单里等人分拣'],
      look: [['/orders', '转办工单：一张待分拣，可以分拣立案或退单（用 baoying 登录）'], ['/partners', '对接单位：这个热线和它的密钥（用 guanli 登录）'], [`/partners/mappings?partner=${ID}`, '对照表：它的类别、区域是我们的哪一个（用 liucheng 登录）'], [`/cases/${caseNo}`, '转办的案件：来源是 12345转办']],
    };
  },
};
