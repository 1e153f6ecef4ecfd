// An act of supervision as one person reads it, wherever it is listed.
import { isAsked } from '../processes/supervising/acts.js';
import type { Person, Supervision } from '../processes/store/types.js';
import { hidden } from './hide.js';
import { maskedText } from '../processes/mask.js';

/** An act as one person reads it. */
export const showAct = (act: Supervision, person: Person, now: Date) => {
  const { _id, taskKey: key, caseNo, taskName, title, type, label, by, at, text: said, toNames, dueAt, reply } = act;
  return {
    id: _id, taskKey: key, caseNo, taskName, title: title && maskedText(title), type, label, by, at, text: hidden(said), toNames, dueAt, reply: hidden(reply),
    ...(type === 'question' ? { late: !reply && dueAt! <= now, canAnswer: !reply && isAsked(person, act) } : {}),
  };
};
