// Opens the checks of a warning: one case for each household, a few at a time, so that everybody else's work goes on meanwhile.
import type { Whole } from '../background/kinds.js';
import { caseNumber } from '../case-number.js';
import type { Deps } from '../deps.js';
import { caseKeys, touch, unitKey } from '../feed.js';
import { CHECK } from '../figures/case-facts.js';
import { markStale } from '../figures/stale.js';
import { Invalid } from '../errors.js';
import { chain, type Chain } from '../organisation.js';
import { newLink } from '../reporter-link.js';
import { startCase } from '../report.js';
import { sameId } from '../same-id.js';
import { shanghaiYear } from '../shanghai.js';
import type { Warning } from '../store/control-types.js';
import { insertNew, insertOnce, nextNumber, storeTime } from '../store/store.js';
import type { Case, Unit } from '../store/types.js';
import { caseScope } from '../visibility.js';
import { householdsOf, type Household } from './households.js';
import { AT_ONCE, pacer, storm } from './pace.js';
import { tellToCheck } from './told.js';
import { getWarning, warningKinds } from './warnings.js';

type Placed = Household & { units: Chain; code: string };

function caseFor({ _id: warning, kind, level, number, sender }: Warning, { item, kind: of, name, place, categories, units, code }: Placed, sequence: number, at: Date, marked: Date): Case {
  return {
    _id: caseNumber(code, at, sequence), clientId: sameId('check', warning, item), title: `${kind}${level}预警排查：${place.text}`.slice(0, 80), description: `${categories.join('、')}。${sender} ${number} 号预警。`,
    category: warningKinds[kind as keyof typeof warningKinds], urgency: '紧急', people: 1, source: '预警排查', place, ...units, scope: caseScope(units), reporter: { anonymous: false }, attachments: [], reportedAt: at,
    procedure: CHECK, facts: [], startSentAt: Date.now(), changed: marked, link: newLink(), warning: { id: warning, item }, concerns: [{ id: item, kind: of, name }],
  };
}

/** Files and starts the checks that are not there yet; one that another run filed meanwhile stays as it is. @returns the numbers of those that are new */
async function openSome(warning: Warning, some: Placed[], { store, engine, clock }: Deps): Promise<string[]> {
  const known = new Set((await store.cases.find({ clientId: { $in: some.map(({ item }) => sameId('check', warning._id, item)) } }, { clientId: 1 }).lean<Case[]>()).map(({ clientId }) => clientId));
  const missing = some.filter(({ item }) => !known.has(sameId('check', warning._id, item)));
  const [at, marked] = [clock.now(), await storeTime(store)];
  const opened: string[] = [];
  for (const code of new Set(missing.map((one) => one.code))) {
    const here = missing.filter((one) => one.code === code);
    const last = await nextNumber(store, `case:${code}:${shanghaiYear(at)}`, here.length);
    const made = here.map((one, n) => caseFor(warning, one, last - here.length + 1 + n, at, marked));
    const kept = await insertNew(store.cases, made);
    await Promise.all([
      insertOnce(store.entries, kept.map((one) => ({ _id: `reported:${one._id}`, caseNo: one._id, at, who: warning.by, action: '预警', text: one.title }))),
      markStale(store, 'case', kept.map(({ _id }) => _id)),
    ]);
    touch(store, kept.flatMap(caseKeys));
    // what the engine does not take now is started by the sweep
    await Promise.all(kept.map((one) => startCase(one, { engine }).catch(() => undefined)));
    opened.push(...kept.map(({ _id }) => _id));
  }
  return opened;
}

/** The work in the background. Begun anew it finds what is filed already. */
export const checkWork: Whole = {
  about: ({ parameters }) => String(parameters.warning),
  async whole(job, _person, progress, deps) {
    const { store } = deps;
    const id = String(job.parameters.warning);
    const issued = await getWarning(id, deps);
    const registered = await householdsOf(issued, deps);
    const chains = new Map<string, Pick<Placed, 'units' | 'code'>>();
    for (const grid of new Set(registered.map((one) => one.grid))) {
      // whose grid has ended lives there still; the village stands in for it
      const units = await chain(store, grid, true).catch((error) => { if (error instanceof Invalid) return undefined; throw error; });
      if (units) chains.set(grid, { units, code: (await store.units.findById(units.county, { code: 1 }).lean<Unit>())?.code ?? units.county.toUpperCase() });
    }
    const households = registered.filter(({ grid }) => chains.has(grid));
    const nowhere = registered.filter(({ grid }) => !chains.has(grid));
    await tellToCheck(issued, households.map(({ grid }) => chains.get(grid)!.units), deps);
    await progress(0, households.length);
    let nextGo = pacer(storm);
    let before: string[] = [];
    for (let from = 0; from < households.length; from += AT_ONCE) {
      const warning = await getWarning(id, deps);
      if (warning.state === 'lifted') return { said: `预警已经解除，打开了 ${from} 户` };
      const some = households.slice(from, from + AT_ONCE);
      const opened = await openSome(warning, some.map((one) => ({ ...one, ...chains.get(one.grid)! })), deps);
      await progress(from + some.length, households.length);
      // one go is on its way while the next is filed, never more
      // what is there already is passed over, and the pace begins after it
      if (opened.length === 0) nextGo = pacer(storm);
      else if (from + AT_ONCE < households.length) await nextGo(async () => !await store.cases.exists({ _id: { $in: before }, standing: null }));
      before = opened;
    }
    await store.warnings.updateOne({ _id: id }, { $max: { opened: issued.times } });
    touch(store, issued.scope.map(unitKey));
    const said = households.length > 0 ? `${households.length} 户都有排查任务` : '范围内的登记册没有需要排查的住户';
    return { said: nowhere.length > 0 ? `${said}；另有 ${nowhere.length} 户登记的网格不在组织机构里，没有打开，请另行安排：${nowhere.slice(0, 20).map(({ place }) => place.text).join('、')}${nowhere.length > 20 ? ' 等' : ''}` : said };
  },
};
