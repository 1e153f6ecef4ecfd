// The procedures of a running system, as its API gives them.
import { canonical } from '../../processes/canonical.js';
import { zipOf } from '../../processes/exchange/archive.js';
import type { Package } from '../../processes/shipped.js';
import type { ProcedureFile } from '../../processes/store/types.js';
import { Refused, type Client } from '../client.js';

export interface Difference { equal: boolean; changes: { file: string; text: string }[] }

const written = (files: ProcedureFile[]): Promise<ProcedureFile[]> => Promise.all(files.map(async (file) => ({ name: file.name, content: await canonical(file) })));

/** Every version in force, canonical. @param only the one procedure that is wanted */
export async function inForce(client: Client, only?: string): Promise<Package[]> {
  const { items } = await client.get<{ items: { id: string; name: string; version?: number }[] }>('/procedures');
  const made: Package[] = [];
  for (const { id } of items.filter((item) => item.version !== undefined && (only === undefined || item.id === only)).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const found = await client.get<{ name: string; files: ProcedureFile[] }>(`/procedures/${encodeURIComponent(id)}/files?version=newest`).catch((error) => {
      // deployed by something else: it has no files here
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
    if (found) made.push({ procedure: id, name: found.name, files: await written(found.files) });
  }
  return made;
}

const content = (files: ProcedureFile[]): string => JSON.stringify([...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, content: text }) => [name, text]));

/** Whether two sets of files are the same, file by file. */
export const same = (left: ProcedureFile[], right: ProcedureFile[]): boolean => content(left) === content(right);

const plain = (files: ProcedureFile[]): ProcedureFile[] => files.map(({ name, content: text }) => ({ name, content: text }));

/** What differs, as sentences. */
export const compared = (client: Client, left: ProcedureFile[], right: ProcedureFile[]): Promise<Difference> => client.post('/compare', { left: { files: plain(left) }, right: { files: plain(right) } });

/** Uploads a procedure as a draft. @param over whether the draft of others may be replaced */
export const upload = async (client: Client, { procedure, files }: Package, over: boolean): Promise<void> =>
  void await client.send(`/procedures/import?over=${over}`, new Blob([new Uint8Array(await zipOf(files))]), `${procedure}.zip`);
