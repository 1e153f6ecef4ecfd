// Which work goes first when the processor is short.
import { readdirSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const { PRIORITY_BELOW_NORMAL } = constants.priority;

function attempt(work) {
  try {
    work();
  } catch {
    // not ours to set here: it goes on as it was
  }
}

/**
 * Lets what a child does in the background wait for what people wait for. It still has all that others leave, and a tenth when they leave nothing.
 * Linux weighs each thread, and where sessions are grouped each session as a whole (sched(7), "The autogroup feature"): both are set. To be called when the child has begun its threads.
 * @param {number} pid leads a session of its own
 */
export function giveWay(pid) {
  if (process.platform !== 'linux') return attempt(() => setPriority(pid, PRIORITY_BELOW_NORMAL));
  attempt(() => writeFileSync(`/proc/${pid}/autogroup`, String(PRIORITY_BELOW_NORMAL)));
  attempt(() => readdirSync(`/proc/${pid}/task`).forEach((thread) => attempt(() => setPriority(Number(thread), PRIORITY_BELOW_NORMAL))));
}
