// What cards a task has: read from all that was ever given on it, by people and by the ladder alike.
import type { Card, CardType, Task } from '../store/types.js';

export type Level = 'none' | 'plain' | 'yellow' | 'red';
type Carded = Pick<Task, 'cards' | 'rungs'>;

export const LABELS: Record<CardType, string> = { plain: '普通督办', yellow: '黄牌督办', red: '红牌督办', cancel: '取消督办', press: '加急', unpress: '取消加急' };
const RANK: Record<Level, number> = { none: 0, plain: 1, yellow: 2, red: 3 };
const isLevel = (type: CardType): type is 'plain' | 'yellow' | 'red' => type in RANK;

/** Which card a rung of the ladder's table is; policy staff name rungs, the colour is in the name. */
export const colourOf = ({ rung, label }: { rung: string; label: string }): 'plain' | 'yellow' | 'red' => (rung === 'red' || label.includes('红牌') ? 'red' : rung === 'yellow' || label.includes('黄牌') ? 'yellow' : 'plain');

/** The card that counts now. A lesser one after a graver changes nothing (a red card cannot be followed by a yellow); cancelling takes it away. */
export function levelOf({ cards = [], rungs = [] }: Carded): Level {
  let level: Level = 'none';
  // climbed before cards stood on tasks: the rung alone tells
  for (const rung of rungs) if (!cards.some(({ id }) => id === `rung:${rung}`)) level = graver(level, rung === 'red' ? 'red' : rung === 'yellow' ? 'yellow' : rung === 'card' ? 'plain' : 'none');
  for (const { type } of cards) {
    if (type === 'cancel') level = 'none';
    else if (isLevel(type)) level = graver(level, type);
  }
  return level;
}

const graver = (a: Level, b: Level): Level => (RANK[b] > RANK[a] ? b : a);

/** Whether a card would change anything. */
export const isGraver = (card: 'plain' | 'yellow' | 'red', than: Level): boolean => RANK[card] > RANK[than];

/** Whether it is 加急 now. */
export const isPressed = ({ cards = [] }: Carded): boolean => cards.findLast(({ type }: Card) => type === 'press' || type === 'unpress')?.type === 'press';
