// A backup of a running system: it pauses, is copied while neither store nor engine runs, and goes on.
import { takeBackup } from './take-backup.mjs';

/**
 * Any other pair of copies could miss what one of the two had acknowledged. One backup after another: the end of a first would start the system under the hands of a second.
 *
 * @param {{ system: { up: () => Promise<unknown>, down: () => Promise<unknown> }, settings: { root: string, data: string, log: (line: string) => void },
 *   unlessGivenUp: <T>(promise: Promise<T>) => Promise<T> }} what
 * @returns {(file: string) => Promise<{ file: string, files: number, bytes: number }>}
 */
export function pausedBackup({ system, settings: { root, data, log }, unlessGivenUp }) {
  const one = async (file) => {
    log('Pausing for a backup …');
    await system.down();
    try {
      return await takeBackup({ root, data, file });
    } finally {
      await unlessGivenUp(system.up());
      log('Running again.');
    }
  };
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  return (file) => {
    const mine = before.then(() => one(file));
    before = mine.catch(() => undefined);
    return mine;
  };
}
