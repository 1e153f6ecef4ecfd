// What is kept in memory follows marks: no update through the models of cases, tasks and instances may leave one out.
import { closeTestStore, openTestStore } from '../support/store.js';

afterAll(closeTestStore);

test.each(['cases', 'tasks', 'instances'] as const)('each way to update %s marks them, also where it changes nothing else', async (name) => {
  const store = await openTestStore();
  const model = store[name] as any;
  const before = new Date(0);
  for (const update of [
    (of: object) => model.updateOne(of, { $set: { state: 'open' } }), (of: object) => model.updateMany(of, { $addToSet: { scope: 'by' } }),
    (of: object) => model.findOneAndUpdate(of, { state: 'open' }).lean(), (of: object) => model.findByIdAndUpdate((of as { _id: string })._id, { $unset: { scope: '' } }).lean(),
  ]) {
    await model.collection.replaceOne({ _id: 'one' }, { state: 'open', scope: ['by'], changed: before, clientId: 'one' }, { upsert: true });
    await update({ _id: 'one' });
    expect((await model.findById('one').lean()).changed.getTime()).toBeGreaterThan(before.getTime());
  }
});
