// How the audit stands: how long the chain is, until where it was verified and when; a verification goes on in the background and tells how far it is.
import { readRules } from '../accounts/rules.js';
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict } from '../errors.js';
import { anchorsFile, readAnchors } from './anchor.js';
import { chainStart, findHead, readMark, writeMark } from './head.js';
import { verifyAudit, type Verdict } from './verify.js';

type Parts = Pick<Deps, 'store' | 'clock' | 'settings'>;
/** Times are the wall clock's. */
export interface Verified extends Verdict { at: Date; from: number }
interface Running { since: Date; seen: Date; seq: number; of: number }
export interface AuditStanding { first: number; last: number; hash: string; days: number; verified?: Verified; running?: { seq: number; of: number } }

/** One that has not told how far it is for so many milliseconds was broken off. */
const STALLED_MS = 60_000;
/** The system verifies by itself this often, milliseconds. */
const EVERY_MS = 24 * 3_600_000;

const goesOn = (running: Running | undefined): running is Running => running !== undefined && Date.now() - running.seen.getTime() < STALLED_MS;

/** How the chain stands now. */
export async function auditStanding({ store }: Pick<Deps, 'store'>): Promise<AuditStanding> {
  const [start, head, verified, running, rules] = await Promise.all([chainStart(store), findHead(store), readMark<Verified>(store, 'verified'), readMark<Running | Record<string, never>>(store, 'verifying'), readRules(store)]);
  const going = running && 'seen' in running && goesOn(running as Running) ? { seq: running.seq as number, of: running.of as number } : undefined;
  return { first: head.seq > start.seq ? start.seq + 1 : 0, last: head.seq, hash: head.hash, days: rules.audit.days, ...(verified ? { verified } : {}), ...(going ? { running: going } : {}) };
}

async function verify({ store, clock, settings }: Parts): Promise<void> {
  const since = new Date();
  let told = 0;
  const tell = (seq: number, of: number) => writeMark(store, 'verifying', { since, seen: new Date(), seq, of } satisfies Running);
  try {
    const anchors = await readAnchors(anchorsFile(settings.data));
    const from = (await chainStart(store)).seq + 1;
    const verdict = await verifyAudit(store, {
      anchors,
      async progress(seq, of) {
        if (performance.now() - told < 1_000) return;
        told = performance.now();
        await tell(seq, of);
      },
    });
    await writeMark(store, 'verified', { ...verdict, at: new Date(), from });
    if (verdict.wrong) await audit(store, clock.now(), { system: '审计' }, 'audit-broken', { kind: 'audit', id: String(verdict.wrong.entry) }, verdict.wrong.fault);
  } finally {
    await writeMark(store, 'verifying', {});
  }
}

/** Begins a verification. @returns the work, for whoever waits for its end @throws Conflict while one goes on */
export async function beginVerifying(deps: Parts): Promise<{ done: Promise<void> }> {
  if (goesOn(await readMark<Running>(deps.store, 'verifying').then((one) => (one?.seen ? one : undefined)))) throw new Conflict('正在校验，请稍候');
  await writeMark(deps.store, 'verifying', { since: new Date(), seen: new Date(), seq: 0, of: 0 } satisfies Running);
  return { done: verify(deps) };
}

/** Verifies when the last time was a day ago or longer. */
export async function verifyDaily(deps: Parts, wall = Date.now()): Promise<void> {
  const verified = await readMark<Verified>(deps.store, 'verified');
  if (verified && wall - verified.at.getTime() < EVERY_MS) return;
  await (await beginVerifying(deps)).done;
}
