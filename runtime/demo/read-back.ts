// Reads back, through the API and as somebody who took no part, everything that is on record of the case.
import { pointsOf } from './picture.js';
import type { Played } from './play.js';
import { as, READER, readCase, type Stage } from './stage.js';

export interface Entry { at: string; who: { name?: string; system?: string }; action: string; element?: { id: string; procedure: string }; text: string; why?: string; data?: any }
/** One instance: how often each element was passed, and the sequence flows that were taken. */
export interface Way { key: string; procedure: string; state: string; counts: Record<string, { active: number; completed: number; terminated: number }>; flows: string[]; incidents: unknown[] }
export interface Found {
  case: any; timeline: Entry[]; tasks: any[]; ways: Way[];
  /** Account → the notices about the case. */
  notices: Record<string, { title: string; text: string }[]>;
  /** Attachment's id → the points of its picture, base64. */
  files: Record<string, string>;
}

/** Those whom the procedures tell something on the way of the article. */
export const TOLD = ['caoba', 'zzb', 'pcs', 'lds', 'sfs', 'baoying', 'jiancha'];

export async function readBack(stage: Stage, { caseNo, photo, contract, receipts }: Played): Promise<Found> {
  const reader = await as(stage, READER);
  const view = await readCase(stage, caseNo);
  const ways = await Promise.all(view.instances.map(async ({ key }: { key: string }): Promise<Way> => {
    const { instance, counts, flows, incidents } = await reader.get(`/instances/${key}`);
    return { key, procedure: instance.procedure, state: instance.state, counts, flows, incidents };
  }));
  const notices = await Promise.all(TOLD.map(async (account) => {
    const { items } = await (await as(stage, account)).get('/notices');
    return [account, items.filter((one: any) => one.caseNo === caseNo).map(({ title, text }: any) => ({ title, text }))] as const;
  }));
  const files = await Promise.all([photo, contract, ...receipts].map(async ({ id }) => {
    const content = await reader.download(`/attachments/${id}`).catch(() => Buffer.alloc(0));
    return [id, (await pointsOf(content)).toString('base64')] as const;
  }));
  return { case: view.case, timeline: view.timeline, tasks: view.tasks, ways, notices: Object.fromEntries(notices), files: Object.fromEntries(files) };
}
