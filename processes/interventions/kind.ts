// What every intervention is made of: a plan that is read before it is carried out, and a look at what became of it.
import { createHash } from 'node:crypto';
import type { Deps } from '../deps.js';
import type { Case, Instance, Intervention, InterventionKind, Person } from '../store/types.js';

export interface Move { leave?: string; to?: string }

/** What is wanted of one instance; which fields count is said by the kind. */
export interface Wanted {
  kind: InterventionKind;
  /** The instance. */
  key: string;
  /** retry: these incidents; absent: all that are open in it and in what it calls. */
  incidents?: string[];
  /** move: active elements (by key) that are left, elements (by id) that are begun; the two together are a token that goes from here to there. */
  moves?: Move[];
  /** move: variables of the whole instance that are set before anything begins, values as JSON text. */
  variables?: { name: string; value: string }[];
  /** variable: the scope that it lies in, its name, and the new value as JSON text. */
  scope?: string; name?: string; value?: string;
  /** due, reassign: the task; reassign without one: every open task of it and of what it calls. */
  task?: string;
  /** due: the new time. */
  at?: Date;
  /** reassign: the person who gets it. */
  to?: string;
}

/** An instance that somebody may intervene in, with the case that it belongs to. */
export interface Target { instance: Instance; found?: Case }

/** What will happen, in sentences for whoever decides; nothing has happened yet. */
export interface Plan {
  /** What ends, what is withdrawn, who is told, what starts. */
  says: string[];
  /** What should be thought of first. */
  warns: string[];
  /** What is done, in one sentence, for the timeline and the audit; it names no person and no value. */
  text: string;
  /** All that the decision rests on: when it is another by the time it is carried out, nothing is. */
  seen: unknown;
  /** What is kept of what was asked. */
  given: Record<string, unknown>;
  /** Carries it out; repeated it does nothing twice. @throws as the engine does */
  act(done: Intervention): Promise<void>;
  /** It writes its own entry on the timeline. */
  tells?: true;
}

export interface Kind {
  /** What it is called on the timeline and in the audit. */
  name: string;
  /** @throws Conflict or Invalid, in Chinese, when it cannot be done as the instance stands */
  plan(target: Target, wanted: Wanted, person: Person, deps: Deps): Promise<Plan>;
  /** Whether the records show that it was done. */
  happened(done: Intervention, deps: Pick<Deps, 'store'>): Promise<boolean>;
}

/** The mark that a preview carries: the same while nothing of what was seen has changed. */
export const markOf = (seen: unknown): string => createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32);
