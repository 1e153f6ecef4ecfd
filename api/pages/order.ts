// 交办单: a task as a paper that is signed, with the case's address as a QR code.
import { toString as drawQr } from 'qrcode';
import { hasIt } from '../../processes/hand-over.js';
import type { Entry } from '../../processes/store/types.js';
import { personNames, unitNames } from './names.js';
import type { Page } from './page.js';

/** A town or county acts through its centre. */
const acting = (unit: string | undefined, names: Record<string, string>): string => (unit ? `${names[unit] ?? unit}${unit.includes('.') ? '' : '网格联动中心'}` : '');
const unitOf = (group: string): string => group.split('/')[0]!;

export const page: Page = {
  name: 'order', path: '/tasks/:key/order', title: '交办单', assets: ['order.css', 'order.js'],
  async show({ req, ask, deps }) {
    const key = req.params.key as string;
    const found = await ask('/tasks/{key}', { params: { key } });
    const { task, data, coHandlings } = found;
    const holder: string | undefined = hasIt(task);
    // who dispatched it: whoever gave it on, else whoever did what came before it
    const before = await deps.store.entries.find({ caseNo: task.caseNo, action: { $in: ['完成', '上报'] }, at: { $lte: task.createdAt } }).sort({ at: -1 }).limit(1).lean<Entry[]>();
    const by = task.moves?.filter(({ type }: { type: string }) => type === 'assign' || type === 'transfer').at(-1)?.by ?? before[0]?.who;
    const units = await unitNames(deps, [found.case?.grid, found.case?.town, by?.unit, ...task.candidateGroups.map(unitOf)]);
    const receivers = [...new Set<string>(task.candidateGroups.map((group: string) => units[unitOf(group)] ?? unitOf(group)))];
    const address = `${req.protocol}://${req.get('host')}/cases/${encodeURIComponent(task.caseNo)}`;
    const qr = await drawQr(address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' });
    const last = [data.lastReason, data.lastSummary].find((text) => typeof text === 'string' && text.trim() !== '');
    return {
      ...found, title: `交办单 ${task.caseNo}`, centre: `${units[found.case?.town] ?? ''}网格联动中心`, gridName: units[found.case?.grid], townName: units[found.case?.town], address, qr,
      sender: by && 'name' in by ? (by.unit ? `${acting(by.unit, units)}（${by.name}）` : by.name) : undefined, receiver: receivers.join('、'),
      holderName: holder && (await personNames(deps, [holder]))[holder], invited: coHandlings.filter(({ state }: { state: string }) => state !== 'withdrawn'),
      requirements: `请按职责办理「${task.name}」，在规定时限内反馈结果；不属本单位职责的，在签收时限内说明理由退单。${last ? `\n前一环节意见：${last}` : ''}`,
    };
  },
};
