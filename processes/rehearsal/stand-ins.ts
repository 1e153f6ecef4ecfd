// Files in a rehearsal: whatever a file field holds is replaced by a stand-in, so that no real file is needed and none is kept.
import { formFields, type FormSchema } from '../form.js';
import { keepFile } from '../store/files.js';
import type { Deps } from '../deps.js';
import type { Person } from '../store/types.js';

/** The smallest PNG: one white dot. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC', 'base64');

/** Gives the values with a stand-in file wherever one was chosen, owned by whoever sends them. */
export async function standIns(form: FormSchema, values: Record<string, unknown>, person: Person, { store }: Pick<Deps, 'store'>): Promise<Record<string, unknown>> {
  const fields = new Set(formFields(form).filter(({ type }) => type === 'filepicker').map(({ path }) => path.split(/[.[\]]+/).filter(Boolean).at(-1)!));
  if (fields.size === 0) return values;
  let made: string | undefined;
  const standIn = async () => (made ??= (await keepFile(store, DOT, { name: '演练附件.png', type: 'image/png', by: person._id })).id);
  const look = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(look));
    if (!value || typeof value !== 'object') return value;
    const pairs: [string, unknown][] = [];
    for (const [name, one] of Object.entries(value)) pairs.push([name, fields.has(name) ? (one && (!Array.isArray(one) || one.length > 0) ? await standIn() : one) : await look(one)]);
    return Object.fromEntries(pairs);
  };
  return await look(values) as Record<string, unknown>;
}
