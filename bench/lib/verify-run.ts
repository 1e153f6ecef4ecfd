// One verification of the audit's chain, in a process whose memory is nobody else's.
import { verifyAudit } from '../../processes/audit/verify.js';
import { openStore } from '../../processes/store/store.js';

/** Bytes and seconds. */
export interface Verified { ok: boolean; last: number; seconds: number; peak: number }

const store = await openStore(process.env.MONGODB_URI!);
const from = performance.now();
const { ok, last } = await verifyAudit(store);
const seconds = (performance.now() - from) / 1000;
await store.close();
process.send?.({ ok, last, seconds, peak: process.resourceUsage().maxRSS * 1024 } satisfies Verified);
process.disconnect?.();
