// The server's side of one draft.
import { call } from '../lib/api.js';
import type { Finding } from './editor.js';
import type { Stored, Who } from './files.js';

export interface Saved { revision: number; draft: { revision: number; updatedAt: string; updatedBy: Who }; findings: Finding[] }
interface Text { name: string; content: string }

export function serverOf(procedure: string) {
  const base = `/drafts/${encodeURIComponent(procedure)}`;
  const path = (name: string): string => `${base}/files/${encodeURIComponent(name)}`;
  return {
    load: () => call<{ state: string; revision: number; files: Stored[] }>('GET', base),
    put: ({ name, content, revision }: Text & { revision: number }, options?: { keepalive: boolean }) => call<Saved>('PUT', path(name), { content, revision }, options),
    takeOut: (name: string, revision: number) => call<{ revision: number }>('DELETE', `${path(name)}?revision=${revision}`),
    /** Keeps a content beside the draft, where it can be restored from. */
    copy: ({ name, content }: Text) => call('POST', `${base}/copies`, { name, content }),
    /** Whether two contents of a file are the same procedure, layout included. */
    async same({ name, content }: Text, other: string): Promise<boolean> {
      if (content === other) return true;
      const { changes } = await call<{ changes: unknown[] }>('POST', '/compare', { left: { files: [{ name, content }] }, right: { files: [{ name, content: other }] } });
      return changes.length === 0;
    },
  };
}
