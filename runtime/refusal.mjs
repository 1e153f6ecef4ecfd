// A refusal is a reason not to go on that is told in one sentence: the commands print just that and end with code 1.

export class Refusal extends Error {
  /** @param {string} sentence @param {{ cause?: unknown, final?: boolean }} [options] final: trying again cannot help */
  constructor(sentence, { cause, final = false } = {}) {
    super(sentence, { cause });
    this.name = 'Refusal';
    this.final = final;
  }
}

/** Ends a command by what it threw: a refusal is one sentence, anything else is our own mistake and shows where.
 * @param {unknown} error @returns {never} */
export function leave(error) {
  if (error instanceof Refusal) console.error(`✗ ${error.message}`);
  else console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}

/** Was this file started as a command (rather than imported)?
 * @param {string} moduleUrl import.meta.url of the asking file */
export async function isCommand(moduleUrl) {
  const { realpathSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  if (!process.argv[1]) return false;
  try {
    return pathToFileURL(realpathSync(process.argv[1])).href === moduleUrl;
  } catch {
    return false;
  }
}
