// A phone on a bad network: keeps what it has to send and repeats it until somebody answers, as a real outbox does.
import { Refused, signIn, type Client } from '../../runtime/client.js';

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What the phone met on the way. */
export interface Met { repeats: number; lostSessions: number; faults: string[] }

export interface Phone {
  account: string;
  met: Met;
  get(path: string): Promise<any>;
  /** Sends until there is an answer. @returns the answer, and whether an earlier try may have arrived without one */
  send(path: string, body: unknown): Promise<{ answer: any; repeated: boolean }>;
}

/** No answer, or one that says "later": worth another try. */
function passing(error: unknown): boolean {
  if (!(error instanceof Refused)) return true;
  return error.status >= 500 || error.status === 429;
}

/** @param giveUp asked before each repetition: true ends it with the last error */
export async function openPhone(url: string, account: string, password: string, giveUp: () => boolean): Promise<Phone> {
  const met: Met = { repeats: 0, lostSessions: 0, faults: [] };

  async function patiently<T>(ask: () => Promise<T>): Promise<{ answer: T; repeated: boolean }> {
    for (let tries = 0; ; tries += 1) {
      try {
        return { answer: await ask(), repeated: tries > 0 };
      } catch (error) {
        // 503 says "come again"; any other 5xx is a fault of ours that must not happen, whatever was killed.
        if (error instanceof Refused && error.status >= 500 && error.status !== 503) met.faults.push(error.message);
        if (error instanceof Refused) (error as Refused & { repeated?: boolean }).repeated = tries > 0;
        if (error instanceof Refused && error.status === 401) {
          met.lostSessions += 1;
          client = (await patiently(() => signIn(url, account, password))).answer;
        } else if (!passing(error) || giveUp()) {
          throw error;
        }
        met.repeats += 1;
        await pause(Math.min(100 * 2 ** tries, 1_000));
      }
    }
  }

  let client: Client = (await patiently(() => signIn(url, account, password))).answer;
  return {
    account, met,
    get: async (path) => (await patiently(() => client.get(path))).answer,
    send: (path, body) => patiently(() => client.post(path, body)),
  };
}
