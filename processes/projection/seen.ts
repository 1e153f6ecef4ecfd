// How far a document has seen the records of its partition: what makes applying them twice change nothing.
import type { EngineRecord } from './record.js';

interface Marked { partition: number; pos: number }

/** What a document keeps of the last record that it has seen. */
export const mark = ({ partition, position }: Pick<EngineRecord, 'partition' | 'position'>): Marked => ({ partition, pos: position });

/** A record counts for a document only if it is newer than what the document has seen from that partition. */
export const seen = (document: Marked | undefined, { partition, position }: Pick<EngineRecord, 'partition' | 'position'>): boolean =>
  document !== undefined && document.partition === partition && document.pos >= position;
