// How an item of the outbox reads: its state in one word, and what happens to it next.
import type { Item } from './item.js';

export interface Words { label: string; tone: 'calm' | 'soon' | 'late' | 'still'; text: string }

/** @param online whether the device has a connection now */
export function wordsOf({ state, said, tries, caseNo, problems = [], adds }: Item, online: boolean): Words {
  switch (state) {
    case 'draft': return { label: '草稿', tone: 'still', text: '还没有上报，存在这台手机上。' };
    case 'sending': return { label: '正在发送', tone: 'soon', text: '请稍等，不用停在这一页。' };
    case 'login': return { label: '等待登录', tone: 'soon', text: `${said ? `${said}。` : '登录已过期，'}请重新登录后自动发送。` };
    case 'sent': return { label: '已送达', tone: 'calm', text: adds ? `已补充到案件 ${caseNo}。` : `案件号 ${caseNo}。` };
    case 'conflict': return { label: '需要处理', tone: 'late', text: `这次上报服务器先前已经收到（案件 ${caseNo}），但和手机上的内容不同，请您决定怎么办。` };
    case 'refused': return { label: '需要处理', tone: 'late', text: `${[...new Set([said, ...problems.map(({ message }) => message)])].filter(Boolean).join('；')}。内容还在，改好后可以再发。` };
    default: return {
      label: online && tries === 0 ? '等待发送' : online ? '等待重发' : '等待网络', tone: 'soon',
      text: online && tries > 0 ? `${said ? `${said}。` : '服务器没有回答，'}过一会儿自动再发，不会报两次。` : '存在这台手机上，连上网自动发送，不会报两次。',
    };
  }
}

/** What still has to leave this device, not counting what is only being written. */
export const waits = ({ state }: Item): boolean => state !== 'draft' && state !== 'sent';
