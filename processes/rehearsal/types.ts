// What a rehearsal is made of, as plain shapes: the case, the steps, the way it took, and what is told of one that runs.
import type { FormSchema } from '../form.js';
import type { Counts } from '../projection/counts.js';
import type { RehearsalCase, RehearsalStep } from './script.js';

export type { RehearsalCase, RehearsalStep } from './script.js';

/** The elements and sequence flows of one diagram that a case went through, by id. */
export interface Way { elements: string[]; flows: string[] }

/** One element or flow of a diagram, in words. */
export interface Part { id: string; kind: 'element' | 'flow'; name: string }

/** How much of a diagram was walked, and what was not. */
export interface Coverage { covered: number; total: number; missing: Part[] }

/** A human task that waits, with who would do it and its form as that person would see it. */
export interface RehearsalTask {
  key: string; element: string; name: string; procedure: string; groups: string[]; people: { id: string; name: string; post: string }[];
  limit?: string; dueAt?: Date | null; form?: FormSchema; data?: Record<string, unknown>;
  /** Why nobody can do it, in words. */
  obstacle?: string;
}

export interface RehearsalIncident { element: string; name: string; procedure: string; message: string }
export interface LogLine { at: Date; text: string; tone?: 'time' | 'late' | 'done' }

/** Where the case of a rehearsal stands, as the engine's records say. */
export interface RehearsalStanding {
  caseNo: string; status: string; over: boolean; tasks: RehearsalTask[]; way: Way; counts: Counts; incidents: RehearsalIncident[]; entries: LogLine[];
}

/** All that is known of a rehearsal, running or over. */
export interface RehearsalState {
  id: string; procedure: string; name: string; version: string; label: string; draftRevision?: number; by: { id: string; name: string };
  /** `running`: something is under way, `doing` says what; `waiting`: for a person's answer or for time to pass. */
  state: 'starting' | 'running' | 'waiting' | 'ended' | 'failed';
  doing?: string; failure?: string; startedAt: Date;
  /** The rehearsal's own clock. */
  now?: Date;
  case: RehearsalCase; steps: RehearsalStep[]; caseNo?: string; status?: string; over?: boolean; tasks: RehearsalTask[]; way: Way; counts: Counts;
  incidents: RehearsalIncident[]; coverage?: Coverage; log: LogLine[];
  /** What did not go as the script says, one sentence each. */
  findings: string[]; script?: { id: string; name: string };
  /** Whether a script that was replayed went as it says; absent while it runs or when there is none. */
  verdict?: 'passed' | 'failed';
}

/** What begins a rehearsal. */
export interface RehearsalWish {
  procedure: string; version: string; case: RehearsalCase; steps?: RehearsalStep[];
  /** How the case should end, as the script was kept. */
  expect?: string; script?: { id: string; name: string };
}

export type RehearsalCommand =
  | { do: 'answer'; element: string; key?: string; values: Record<string, unknown>; as?: string }
  | { do: 'time'; limit: string };

/** The rehearsals of one server; one runs at a time. */
export interface Rehearsals {
  /** Why there can be none here, in words; absent when there can. */
  unavailable?: string;
  /** The one that runs, or the last one while it is remembered. */
  current(): RehearsalState | undefined;
  /** @throws Conflict while another one runs */
  start(wish: RehearsalWish, by: { id: string; name: string }): Promise<RehearsalState>;
  /** @throws NotFound when it is not remembered (any more) */
  get(id: string): RehearsalState;
  /** The diagram that is rehearsed. */
  xml(id: string): string;
  /** Does one step; what comes of it is seen in the state. @throws Invalid, Conflict or Forbidden as the step itself would */
  tell(id: string, command: RehearsalCommand): Promise<RehearsalState>;
  end(id: string): Promise<RehearsalState>;
  close(): Promise<void>;
}
