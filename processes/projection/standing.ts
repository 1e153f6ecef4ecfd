// Where a case stands, told from the read model alone: its open tasks, else the last thing that ended.
import { caseKey, placeKeys, touch } from '../feed.js';
import { markStale } from '../figures/stale.js';
import { markOrders } from '../partners/mark.js';
import type { Store } from '../store/store.js';
import type { Element, Instance, Standing, Task } from '../store/types.js';
import { scopeOfGroups } from '../visibility.js';
import { describedAs } from './described.js';

/** One thing that says a status: a human task while it is open (and until the next one says another), an end event for good. */
interface Sign { status: string; at: Date; pos: number; open: boolean }

const later = (a: Sign, b: Sign) => a.at.getTime() - b.at.getTime() || a.pos - b.pos;

/** Folds a case's instances, tasks and reached end events into its standing. A pure function, so that rebuilding gives the same. */
export function standingOf(root: Instance, instances: Instance[], tasks: Task[], ends: { element: Element; status: string }[]): Standing {
  const open = tasks.filter((task) => task.state === 'open' || task.state === 'submitted').sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.pos - b.pos);
  const signs: Sign[] = [
    ...tasks.filter((task) => task.status).map((task) => ({
      status: task.status!, open: task.state === 'open' || task.state === 'submitted', at: task.endedAt ?? task.createdAt, pos: task.pos,
    })),
    ...ends.map(({ element, status }) => ({ status, open: false, at: element.endedAt ?? element.startedAt, pos: element.pos })),
  ];
  const last = (wanted: Sign[]) => wanted.sort(later).at(-1)?.status;
  // whatever it was about to become: nobody goes on with it
  const status = root.state === 'terminated' ? '作废' : root.state === 'active' ? last(signs.filter((sign) => sign.open)) ?? last(signs) ?? '已受理' : last(signs) ?? '已结案';
  const times = [root, ...instances].flatMap((instance) => [instance.startedAt, instance.endedAt]);
  const moments = [...times, ...tasks.flatMap((task) => [task.createdAt, task.endedAt])].filter((moment): moment is Date => moment instanceof Date);
  return {
    status, instanceKey: root._id, state: root.state, at: new Date(Math.max(...moments.map(Number))),
    elements: open.map((task) => ({ id: task.elementId, name: task.name, key: task.elementKey, procedure: task.procedure, since: task.createdAt })),
  };
}

/** What lets units see a case and its instances; what they see stays seen. */
const widened = (units: string[]) => ({ $addToSet: { scope: { $each: units } } });
/** Lists in memory are brought up to date by it. */
const MARK = { $currentDate: { changed: true } };

/** Recomputes and writes the standing of these cases, and lets the units whose turn it is see them. */
export async function writeStandings(store: Store, caseNos: string[]): Promise<void> {
  if (caseNos.length === 0) return;
  const wanted = { caseNo: { $in: caseNos } };
  const [instances, tasks] = await Promise.all([store.instances.find(wanted).lean<Instance[]>(), store.tasks.find(wanted).lean<Task[]>()]);
  const roots = instances.filter((instance) => !instance.parentKey);
  // End events outside the main procedure say nothing about the case as a whole.
  const ended = await store.elements.find({ instanceKey: { $in: roots.map((root) => root._id) }, type: 'END_EVENT', state: 'completed' }).lean<Element[]>();
  // each on the version that it ended on
  const diagrams = new Map(await Promise.all([...new Set(ended.map(({ definitionKey }) => definitionKey))].map(async (key) => [key, await describedAs(store, key)] as const)));

  const wider: object[] = [];
  const operations = caseNos.flatMap((caseNo) => {
    // A case that was started anew by hand has several roots; it stands where the newest one stands.
    const root = roots.filter((instance) => instance.caseNo === caseNo).sort((a, b) => a.pos - b.pos).at(-1);
    if (!root) return [];
    const ends = ended.filter((element) => element.instanceKey === root._id)
      .flatMap((element) => {
        const status = diagrams.get(element.definitionKey)?.elements.get(element.elementId)?.status;
        return status ? [{ element, status }] : [];
      });
    const own = instances.filter((instance) => instance.caseNo === caseNo && instance.rootKey === root._id);
    const ownTasks = tasks.filter((task) => task.caseNo === caseNo);
    const scope = scopeOfGroups(ownTasks.flatMap((task) => task.candidateGroups));
    for (const one of instances) if (one.caseNo === caseNo && one.scope && scope.some((unit) => !one.scope!.includes(unit))) wider.push({ updateOne: { filter: { _id: one._id }, update: { ...widened(scope), ...MARK } } });
    return [{
      updateOne: {
        filter: { _id: caseNo },
        update: { $set: { standing: standingOf(root, own, ownTasks.filter(({ instanceKey }) => own.some(({ _id }) => _id === instanceKey)), ends) }, ...widened(scope), ...MARK },
      },
    }];
  });
  if (operations.length > 0) await store.cases.collection.bulkWrite(operations as any, { ordered: false });
  if (wider.length > 0) await store.instances.collection.bulkWrite(wider as any, { ordered: false });
  await Promise.all([markStale(store, 'case', caseNos), markOrders(store, caseNos)]);
  touch(store, [...caseNos.map(caseKey), ...tasks.flatMap(placeKeys)]);
}
