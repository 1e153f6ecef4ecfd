// Notes of what is being tried on the engine, so that what a crash left there is taken away by the next try-out.
import type { Engine } from './engine.js';
import type { Asked } from './engine-tryout.js';
import { Invalid, NotFound } from './errors.js';
import type { Store } from './store/store.js';

/** Longer than any try-out takes, milliseconds: what was noted before has ended one way or another. */
const OVER = 120_000;
const MOST_AT_ONCE = 5;
const PREFIX = 'tryout:';

interface Note { xml: string; decision: string; at: number }

/** Takes away what older notes name. The same content deployed once more gives the key of what lies there, so the note needs none. */
async function sweep(engine: Engine, store: Store): Promise<void> {
  const notes = await store.settings.find({ _id: { $gte: PREFIX, $lt: 'tryout;' } }).sort({ _id: 1 }).lean<{ _id: string; value: Note }[]>();
  for (const { _id, value: { xml, decision } } of notes.filter(({ value }) => value.at < Date.now() - OVER).slice(0, MOST_AT_ONCE)) {
    const asked: Asked = { xml, decision, variables: {}, evaluate: false };
    try {
      await engine.tryDecision(asked);
    } catch (error) {
      // refused or gone: nothing lies there; an engine that is away is asked again next time
      if (!(error instanceof Invalid || error instanceof NotFound)) return;
    }
    await store.settings.deleteOne({ _id });
  }
}

/** Asks the engine under a note, which stays when nobody knows whether the engine still has what was tried. */
export async function tryNoted(asked: Asked, { engine, store }: { engine: Engine; store: Store }): ReturnType<Engine['tryDecision']> {
  await sweep(engine, store);
  const _id = `${PREFIX}${asked.decision}`;
  const value: Note = { xml: asked.xml, decision: asked.decision, at: Date.now() };
  await store.settings.updateOne({ _id }, { $set: { value } }, { upsert: true });
  try {
    const answer = await engine.tryDecision(asked);
    await store.settings.deleteOne({ _id });
    return answer;
  } catch (error) {
    if (error instanceof Invalid) await store.settings.deleteOne({ _id });
    throw error;
  }
}
