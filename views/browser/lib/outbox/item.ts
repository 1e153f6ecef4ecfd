// What waits on this device to be sent: a report, or an addition to a case; and what an answer of the server makes of it.
import type { Problem } from '../api.js';

/** `login`: to be sent once its owner has signed in again; `refused`: the server said no; `conflict`: its id already stands for something else. */
export type State = 'draft' | 'waiting' | 'sending' | 'login' | 'refused' | 'conflict' | 'sent';
export type Position = { lng: number; lat: number };

/** A photo of an item; its content lies beside it until the server has it, then `id` is there. `whole`: as it was taken, still to be made small. */
export interface Photo { key: string; name: string; id?: string; whole?: true }

export interface Item {
  /** The id under which the server knows it, however often it is sent. */
  id: string;
  /** Whose it is: nobody else on this device sees or sends it. */
  person: string;
  state: State;
  /** The case that it adds to; absent: it is a report of its own. */
  adds?: string;
  /** The form's fields as they stand. */
  fields: [string, string][];
  /** What its category and its grid are called: the form that knows them may be closed. */
  categoryName?: string; gridName?: string;
  position?: Position;
  photos: Photo[];
  /** When it was seen: the device's clock, ISO 8601; while nothing was photographed or sent, not there. */
  seenAt?: string;
  /** When it was written or put into the outbox, milliseconds: the order in which items are sent. */
  at: number;
  /** Tries without an answer, and when the next one is due, milliseconds. */
  tries: number; nextAt: number;
  said?: string; problems?: Problem[];
  /** The case that it became, or that it contradicts. */
  caseNo?: string;
}

/** What the server answered; status 0: nothing. */
export interface Answer { status: number; type?: string; said?: string; problems?: Problem[]; caseNo?: string }

const FIRST = 5_000;
const LONGEST = 10 * 60_000;
/** How long to wait after so many tries without an answer, milliseconds: each time twice as long, at most ten minutes. */
export const pause = (tries: number): number => Math.min(LONGEST, FIRST * 2 ** Math.max(0, tries - 1));

const loginTypes = /:(unauthenticated|password-due|second-factor-due)$/;
/** The answer may be another one later. */
const later = (status: number): boolean => status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;

/** Whether nothing can be sent at all for now, so that the rest need not be tried. */
export const stops = ({ status, type }: Answer): boolean => status === 0 || status === 401 || loginTypes.test(type ?? '');

/** What stays of an item that has arrived, so that it can be told from others: nothing about anybody. */
const named = ['title', 'place'];

/** An item after an answer. @param now milliseconds */
export function after(item: Item, answer: Answer, now: number): Item {
  const { said: _, problems: __, ...clean } = item;
  if (answer.status >= 200 && answer.status < 300) return { ...clean, fields: clean.fields.filter(([name]) => named.includes(name)), position: undefined, state: 'sent', tries: 0, nextAt: 0, at: now, ...(answer.caseNo ?? item.adds ? { caseNo: answer.caseNo ?? item.adds } : {}) };
  if (answer.status === 401 || loginTypes.test(answer.type ?? '')) return { ...clean, state: 'login', nextAt: 0, said: answer.type && !/unauthenticated$/.test(answer.type) ? answer.said : undefined };
  // a token that ended meanwhile: the next round takes a fresh one
  if (later(answer.status) || /:csrf$/.test(answer.type ?? '')) return { ...clean, state: 'waiting', tries: item.tries + 1, nextAt: now + pause(item.tries + 1), said: answer.status ? answer.said : undefined };
  if (answer.status === 409 && answer.caseNo) return { ...clean, state: 'conflict', caseNo: answer.caseNo };
  return { ...clean, state: 'refused', said: answer.said ?? '服务器没有收下', problems: answer.problems };
}

export const field = ({ fields }: Pick<Item, 'fields'>, name: string): string => (fields.find(([each]) => each === name)?.[1] ?? '').trim();

/** An item of the registers that a report is about, as the form keeps it. */
export interface Concern { id: string; kindName: string; name: string }
/** The items that a report is about. */
export const concernsIn = ({ fields }: Pick<Item, 'fields'>): Concern[] => fields.filter(([name]) => name === 'concern').map(([, value]) => JSON.parse(value) as Concern);
/** The field that keeps one. */
export const concernField = ({ id, kindName, name }: Concern): [string, string] => ['concern', JSON.stringify({ id, kindName, name })];

/** What the server is sent of a report; its photos must have their ids. */
export function reportOf(item: Item) {
  const concerns = concernsIn(item).map(({ id }) => id);
  const [name, phone, anonymous] = [field(item, 'reporterName'), field(item, 'reporterPhone'), field(item, 'anonymous') !== ''];
  return {
    clientId: item.id, title: field(item, 'title'), description: field(item, 'description'), category: field(item, 'category'), urgency: field(item, 'urgency') || '一般',
    people: Number(field(item, 'people') || 0), source: field(item, 'source') || '网格巡查', place: { text: field(item, 'place'), ...item.position }, grid: field(item, 'grid'), attachments: item.photos.map(({ id }) => id!), at: item.seenAt,
    // whom a complaint is about, where the form asks for it
    ...(field(item, 'against') ? { against: field(item, 'against') } : {}),
    ...(concerns.length ? { concerns } : {}),
    ...(name || phone || anonymous ? { reporter: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), anonymous } } : {}),
  };
}

/** What an addition to a case says. */
export const remarkOf = (item: Item) => ({ clientId: item.id, text: field(item, 'text'), attachments: item.photos.map(({ id }) => id!) });

/** A report as words to be added to the case that stands under its id. */
export function asAddition(item: Item, id: string, now: number): Item {
  const lines = [field(item, 'title'), field(item, 'description'), `地点：${field(item, 'place')}`];
  if (item.categoryName) lines.push(`类别：${item.categoryName}`);
  if (Number(field(item, 'people')) > 1) lines.push(`涉及 ${field(item, 'people')} 人`);
  return { ...item, id, adds: item.caseNo, caseNo: undefined, state: 'waiting', fields: [['title', field(item, 'title')], ['text', `补充上报：${lines.filter(Boolean).join('\n')}`]], at: now, tries: 0, nextAt: 0 };
}
