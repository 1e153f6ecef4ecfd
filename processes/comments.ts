// Remarks on a case: with people who are to read them (@), and with files; on the timeline once, however often they are sent.
import { assertFiles } from './attachments.js';
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict, Invalid } from './errors.js';
import { caseKey, touch } from './feed.js';
import { notify } from './notices.js';
import { attachFiles } from './store/files.js';
import type { Case, Entry, Person, Task } from './store/types.js';
import { groupsAt } from './task-people.js';
import { actorOf } from './tasks.js';
import { maySeeCaseNow } from './visibility.js';

/** How many files a remark may carry. */
export const MOST_FILES = 9;
/** How many people one remark may call. */
export const MOST_MENTIONS = 20;

export interface Remark { clientId: string; text: string; mentions?: string[]; attachments?: string[]; task?: Task }

/** What a remark keeps beside its words. */
export interface RemarkData { mentions?: { id: string; name: string }[]; attachments?: string[] }

/** The people who may see a case and so may be called, by the beginning or a part of their name; at most 20. */
export async function findReaders(found: Case, q: string, { store }: Pick<Deps, 'store'>): Promise<Person[]> {
  const tasks = await store.tasks.find({ caseNo: found._id }).lean<Task[]>();
  const groups = [...new Set([...found.scope.filter((unit) => !unit.includes(':')).flatMap(groupsAt), ...tasks.flatMap(({ candidateGroups }) => candidateGroups)])];
  const ids = [found.reporter.person, ...tasks.flatMap(({ holder, assignee, submission }) => [holder?.person, assignee, submission && 'id' in submission.by ? submission.by.id : undefined])];
  const people = [
    ...await store.people.find({ groups: { $in: groups }, active: true }).lean<Person[]>(),
    ...await store.people.find({ _id: { $in: ids.filter((id): id is string => !!id) }, active: true }).lean<Person[]>(),
  ];
  const named = [...new Map(people.filter(({ name }) => name.includes(q)).map((person) => [person._id, person])).values()].sort((a, b) => a._id.localeCompare(b._id));
  const readers: Person[] = [];
  for (const person of named) {
    if (readers.length === 20) break;
    if (await maySeeCaseNow(store, person, found)) readers.push(person);
  }
  return readers;
}

/** The people whom a remark calls. @throws Invalid when one of them may not see the case: the remark would be told to nobody */
async function called(found: Case, ids: string[], { store }: Pick<Deps, 'store'>): Promise<Person[]> {
  const people = await store.people.find({ _id: { $in: ids }, active: true }).lean<Person[]>();
  const may = await Promise.all(people.map((person) => maySeeCaseNow(store, person, found)));
  const readers = people.filter((_, n) => may[n]);
  if (readers.length < new Set(ids).size) throw new Invalid('mentioned somebody who may not see the case', [{ path: 'mentions', message: '提到的人里有人看不到这个案件，请重新选择' }]);
  return readers;
}

/**
 * Adds a remark to the timeline; the client's id makes a repeated one the same.
 *
 * @throws Conflict when the case is archived or the id is taken; Invalid when a file or a person cannot be named
 */
export async function comment(found: Case, { clientId, text, mentions = [], attachments = [], task }: Remark, person: Person, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  if (found.standing && found.standing.state !== 'active' && found.closing && clock.now().getTime() - found.closing.at.getTime() > 365 * 86_400_000) {
    throw new Conflict('案件已归档，不能再留言');
  }
  const readers = await called(found, mentions, deps);
  const files = await assertFiles(store, [{ key: 'attachments', ids: attachments }], person, found._id);
  await attachFiles(store, files, found._id);
  const data: RemarkData = {
    ...(readers.length ? { mentions: readers.map(({ _id, name }) => ({ id: _id, name })) } : {}), ...(files.length ? { attachments: files } : {}),
  };
  const entry: Entry = { _id: `comment:${clientId}`, caseNo: found._id, at: clock.now(), who: actorOf(person), action: '留言', text, ...(task ? { element: placeOf(task) } : {}), ...(Object.keys(data).length ? { data: { ...data } } : {}) };
  const kept = await recordOnce(store, entry);
  // an id that stands elsewhere would swallow this remark without a word
  if (kept.caseNo !== found._id || !('id' in kept.who) || kept.who.id !== person._id) throw new Conflict('这个留言编号已被使用，请重新发表');
  const told = ((kept.data as RemarkData | undefined)?.mentions ?? []).filter(({ id }) => id !== person._id);
  if (told.length > 0) {
    await notify(store, {
      id: `mention:${clientId}`, to: told.map(({ id }) => id), caseNo: found._id, ...(task ? { taskKey: task._id } : {}), kind: 'mention', title: `${person.name} 在留言中提到您`,
      text: `案件 ${found._id}：${kept.text.length > 200 ? `${kept.text.slice(0, 200)}…` : kept.text}`, at: kept.at,
    });
  }
  touch(store, [...told.map(({ id }) => id), caseKey(found._id)]);
}
