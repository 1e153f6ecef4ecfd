// Many are inserted at once, of which some are there already: the others are, and it is known which.
import { insertNew } from '../../processes/store/store.js';
import { CASE, fileCase } from '../support/journey.js';
import { closeTestStore, openTestStore } from '../support/store.js';

afterAll(closeTestStore);

test('those that are there already stay as they are, whichever key they share', async () => {
  const store = await openTestStore();
  await fileCase(store);
  const first = (await store.cases.findById(CASE).lean())!;
  const like = (_id: string, clientId: string) => ({ ...first, _id, clientId, title: 'another' }) as never;
  const made = await insertNew(store.cases as never, [like('BY-2026-000101', 'a'), like(CASE, 'b'), like('BY-2026-000102', first.clientId), like('BY-2026-000103', 'c')]);
  expect(made.map(({ _id }: { _id: string }) => _id)).toEqual(['BY-2026-000101', 'BY-2026-000103']);
  expect((await store.cases.find({}, { title: 1 }).sort({ _id: 1 }).lean()).map(({ _id, title }) => [_id, title])).toEqual([[CASE, first.title], ['BY-2026-000101', 'another'], ['BY-2026-000103', 'another']]);
  expect(await insertNew(store.cases, [])).toEqual([]);
});

test('what else is refused is an error, not a document that was there', async () => {
  const store = await openTestStore();
  await expect(insertNew(store.cases as never, [{ _id: 'BY-2026-000104', clientId: 'x', title: 'too long'.repeat(3_000_000) } as never])).rejects.toThrow();
});
