/** The kinds of "no" that the kernel can say; api/errors.ts alone turns their names into HTTP answers. */

/** One thing that is wrong with what was given: where it is, and what a person should be told (Chinese if it reaches a screen). */
export type Problem = { path: string; message: string };

/** What all of them share: a name that can be told apart without importing the class. */
export class DomainError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What was asked for does not exist, or not for whoever asked. */
export class NotFound extends DomainError {}

/** What was asked for contradicts what has happened since: a task already taken, a version already replaced. */
export class Conflict extends DomainError {
  /** The asker's own case that it contradicts. */
  caseNo?: string;
}

/** What was given cannot be accepted; `problems` says where, one by one, and may be empty when the message says it all. */
export class Invalid extends DomainError {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(message, options);
    this.problems = problems;
  }
}

/** What was given cannot even be read: a text that should be JSON and is not. */
export class Malformed extends Invalid {}

/** Whoever asked may not do this. */
export class Forbidden extends DomainError {}

/** The engine or the store is away; the same request may succeed after `retryAfter` seconds. */
export class Unavailable extends DomainError {
  readonly retryAfter: number;

  constructor(message: string, retryAfter = 5, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

/** A "no" that the procedure itself expects: `code` is the error code of a boundary event drawn in the diagram. */
export class BusinessError extends DomainError {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
