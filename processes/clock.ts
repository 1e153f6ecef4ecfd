// The engine's clock, as far as its records have shown it: limits are counted on it, never on the machine's.

export interface Clock {
  /** What the engine's clock shows now. Equals the wall clock unless the engine's was moved ahead. */
  now(): Date;
  /** Learns from a record's timestamp (milliseconds). */
  seen(timestamp: number): void;
}

/** A clock that follows the latest record: a broker whose clock was moved ahead takes this one with it. */
export function engineClock(wall: () => number = Date.now): Clock {
  let ahead = 0;
  return {
    now: () => new Date(wall() + ahead),
    seen(timestamp) {
      // Small differences are transport, not a moved clock.
      if (timestamp - wall() > Math.max(ahead, 2_000)) ahead = timestamp - wall();
    },
  };
}
