// What a leader decides about the personal information of an ended case: each with its reason.
import { call } from './api.js';
import { openDialog, required } from './dialog-form.js';
import { get } from './dom.js';

const WORDS: Record<string, [title: string, words: string, confirm: string]> = {
  hold: ['暂缓清除个人信息？', '因诉讼、申诉、归档等需要，到期也不清除，直到取消暂缓。', '暂缓清除'],
  release: ['取消暂缓？', '已经到期的，系统会在一小时内清除，清除后不能恢复。', '取消暂缓'],
  erase: ['按本人要求清除个人信息？', '一小时内清除姓名、电话、证件号，写下的文字，照片和附件，不能恢复；案件照常统计。请先核实是本人。', '清除'],
  refuse: ['不同意删除？', '诉求人会在查询页看到您写的理由。请写清为什么要保留，不要写别人的信息。', '不同意'],
};

export function retaining(path: string): void {
  document.addEventListener('click', ({ target }) => {
    const { retain: act, reason = '' } = (target as HTMLElement).closest<HTMLElement>('[data-retain]')?.dataset ?? {};
    if (!act) return;
    const [title, words, confirm] = WORDS[act]!;
    const dialog = openDialog('retain', { title, words, confirm, grave: act === 'erase', async send(values) {
      await call('POST', `${path}/retention`, { act, reason: required(values, 'reason', '请写明原因', 2) });
      location.reload();
    } });
    get<HTMLInputElement>('[name=reason]', dialog).value = reason;
  });
}
