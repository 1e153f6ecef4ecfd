// How alike two reports are: a sum that can be read, each part with its reason in words.
import { categoryName, findCategory } from './categories.js';
import type { Place } from './store/types.js';

export interface Told { category: string; title: string; description?: string; place: Place; grid: string; at: Date }
export interface Likeness {
  /** 0 to 1. */
  score: number;
  /** In words, the strongest first: `同类别`, `相距 40 米`, `2 小时前`, `文字相似`. */
  reasons: string[];
  /** Metres between the two positions, when both have one. */
  distance?: number;
}

/** What each part counts for at most; they sum to 1. */
const WEIGHTS = { category: 0.3, place: 0.3, text: 0.25, time: 0.15 };
/** From this on two reports are shown as likely the same, and as very likely. */
export const LIKELY = 0.5;
export const VERY_LIKELY = 0.7;
/** Positions of a telephone err by some ten metres; beyond the second it is another place. */
const HERE = 50;
const ELSEWHERE = 500;
/** Beyond this a report is about something new, milliseconds. */
export const LONG_AGO = 30 * 86_400_000;
const HOUR = 3_600_000;

/** Metres between two places of a county. */
export function metresBetween(a: { lng: number; lat: number }, b: { lng: number; lat: number }): number {
  const across = (a.lng - b.lng) * Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(across, a.lat - b.lat) * 111_195;
}

const pairsOf = (text: string): Set<string> => {
  const letters = Array.from(text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return new Set(letters.slice(1).map((letter, n) => letters[n]! + letter));
};

/** How much two texts have in common, 0 to 1: twice the pairs of neighbouring characters that both have, of all (Dice). Works on Chinese, which has no spaces. */
export function alike(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)];
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const pair of one) if (other.has(pair)) common += 1;
  return (2 * common) / (one.size + other.size);
}

const whole = ({ title, description = '' }: Told): string => `${title}${description}`;

function ago(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / 60_000))} 分钟前`;
  return ms < 24 * HOUR ? `${Math.round(ms / HOUR)} 小时前` : `${Math.round(ms / (24 * HOUR))} 天前`;
}

function placeOf(a: Told, b: Told): { part: number; reason?: string; distance?: number } {
  const [p, q] = [a.place, b.place];
  if (p.lng !== undefined && p.lat !== undefined && q.lng !== undefined && q.lat !== undefined) {
    const distance = metresBetween(p as { lng: number; lat: number }, q as { lng: number; lat: number });
    const part = Math.min(1, Math.max(0, (ELSEWHERE - distance) / (ELSEWHERE - HERE)));
    return { part, distance, ...(part > 0 && { reason: `相距 ${Math.round(distance)} 米` }) };
  }
  // without two positions the words of the place, and the grid for a third
  const words = alike(p.text, q.text);
  if (words >= 0.5) return { part: words, reason: '地点文字相似' };
  return a.grid === b.grid ? { part: 0.4, reason: '同一网格' } : { part: 0 };
}

/** Compares a report with an earlier one; which of the two is which changes only how the time reads. */
export function likeness(report: Told, other: Told): Likeness {
  const same = report.category === other.category;
  const group = !same && findCategory(report.category)?.group === findCategory(other.category)?.group;
  const place = placeOf(report, other);
  const text = Math.max(alike(report.title, other.title), alike(whole(report), whole(other)));
  const apart = Math.abs(report.at.getTime() - other.at.getTime());
  const time = Math.max(0, 1 - apart / LONG_AGO);
  const parts: [number, string | undefined][] = [
    [WEIGHTS.category * (same ? 1 : group ? 0.4 : 0), same ? '同类别' : group ? `类别相近（${categoryName(other.category)}）` : undefined],
    [WEIGHTS.place * place.part, place.reason],
    [WEIGHTS.text * Math.min(1, text * 1.5), text >= 0.3 ? '文字相似' : undefined],
    [WEIGHTS.time * time, time > 0 ? (other.at <= report.at ? ago(apart) : `${ago(apart).slice(0, -1)}后`) : undefined],
  ];
  // near in time alone is no reason: what happens on one day in one grid is not one matter
  const score = place.part === 0 && place.distance !== undefined ? 0 : parts.reduce((sum, [part]) => sum + part, 0);
  return {
    score: Math.round(score * 100) / 100, reasons: parts.flatMap(([, reason]) => reason ?? []),
    ...(place.distance !== undefined && { distance: Math.round(place.distance) }),
  };
}
