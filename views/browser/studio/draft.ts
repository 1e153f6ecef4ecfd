// The draft as it is being changed: every change is kept in the browser first, then sent on the revision that it was made on; nothing that was typed is lost.
import { Refused } from '../lib/api.js';
import type { Draft, Ears } from './ears.js';
import { entryOf, isDirty, type Entry, type Stored } from './files.js';
import { serverOf } from './server.js';
import { renew } from './session.js';
import { unsentFiles } from './unsent.js';

const WAIT = 900;
const RETRY = 5_000;
/** Browsers carry at most 64 KiB beyond a page's end. */
const CARRIED = 60_000;

export function openDraft({ procedure, person, files }: { procedure: string; person: string; files: Stored[] }, ears: Ears): Draft {
  const server = serverOf(procedure);
  const entries = new Map(files.map((file) => [file.name, entryOf(file)]));
  const unsent = unsentFiles(person, procedure);
  let revision = 0;
  let timer = 0;
  let work: Promise<boolean> | undefined;
  let closed = false;
  let tokenTried = false;

  const open = (): Entry[] => [...entries.values()].filter((entry) => isDirty(entry) && !entry.asking && entry.refused !== entry.content);
  const later = (wait: number): void => { clearTimeout(timer); timer = window.setTimeout(() => void flush(), wait); };
  const hold = (entry: Entry): boolean => unsent.keep(entry.name, { content: entry.content, revision: entry.revision });
  function settle(entry: Entry, { content, revision: now, by, at }: Pick<Stored, 'content' | 'revision' | 'by' | 'at'>): void {
    Object.assign(entry, { saved: content, revision: now, by, at, sent: undefined, refused: undefined });
    if (isDirty(entry)) hold(entry);
    else unsent.forget(entry.name);
  }

  /** Another was faster: goes on quietly where both have the same, else asks. */
  async function overtaken(entry: Entry): Promise<void> {
    const draft = await server.load();
    if (draft.state === 'submitted') return close('草稿已经提交审批，不能再改。');
    const theirs = draft.files.find(({ name }) => name === entry.name);
    // What was sent without an answer did arrive: what stands there is this window's own.
    if (theirs && entry.sent !== undefined && await server.same(theirs, entry.sent)) return settle(entry, { ...theirs, content: entry.sent });
    if (theirs && await server.same(theirs, entry.content)) return settle(entry, { ...theirs, content: entry.content });
    entry.asking = true;
    hold(entry);
    ears.saving('asking');
    try {
      const choice = await ears.clash({ mine: entry, theirs });
      if (choice === 'theirs') await takeTheirs(entry, theirs);
      else {
        if (theirs) await server.copy(theirs);
        Object.assign(entry, { saved: theirs?.content ?? '', revision: theirs?.revision ?? 0, sent: undefined });
      }
    } finally {
      entry.asking = false;
    }
  }

  async function takeTheirs(entry: Entry, theirs?: Stored): Promise<void> {
    await server.copy(entry);
    unsent.forget(entry.name);
    if (theirs) entries.set(entry.name, entryOf(theirs));
    else entries.delete(entry.name);
    ears.replaced(entry.name);
  }

  async function close(why: string): Promise<void> {
    closed = true;
    let all = true;
    for (const entry of [...entries.values()].filter(isDirty)) {
      try {
        await server.copy(entry);
        unsent.forget(entry.name);
      } catch {
        all = false;
        hold(entry);
      }
    }
    ears.saving('closed');
    ears.closed(`${why}${all ? '您没来得及保存的改动已留作副本，在流程页的“留存的草稿”里。' : '您没来得及保存的改动还留在本机。'}`);
  }

  /** Sends one file. @returns whether to go on with the next */
  async function send(entry: Entry): Promise<boolean> {
    const sent = entry.content;
    entry.sent = sent;
    try {
      const answer = await server.put(entry);
      revision = answer.draft.revision;
      settle(entry, { content: sent, revision: answer.revision, by: answer.draft.updatedBy, at: answer.draft.updatedAt });
      ears.findings(answer.findings);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) await overtaken(entry);
      else if (error.status === 404) await close('这份草稿已经不在了（已发布或被放弃）。');
      else if (error.status === 401 || error.status === 403) return signedOut(error);
      else if (error.status === 422 || error.status === 400 || error.status === 413) {
        Object.assign(entry, { refused: sent, sent: undefined });
        ears.saving('refused', [error.message, ...error.problems.map(({ message }) => message)].join('：'));
      } else {
        ears.saving('offline');
        later(RETRY);
        return false;
      }
      return !closed;
    }
  }

  async function signedOut(error: Refused): Promise<boolean> {
    const session = await renew(person).catch(() => 'none' as const);
    if (session === 'same' && error.status === 401) return true;
    if (session === 'same' && !tokenTried) {
      tokenTried = true;
      return true;
    }
    ears.saving(session === 'other' ? 'other-person' : session === 'same' ? 'refused' : 'signed-out', session === 'same' ? error.message : undefined);
    later(RETRY);
    return false;
  }

  async function sendAll(): Promise<boolean> {
    for (let next = open()[0]; next && !closed; next = open()[0]) {
      ears.saving('saving');
      // One after the other, each on what the last one left.
      if (!await send(next)) return false;
      if (next.sent === undefined) tokenTried = false;
    }
    const left = [...entries.values()].filter(isDirty);
    if (left.length === 0 && !closed) ears.saving('saved');
    return left.length === 0;
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    while (work) await work;
    work = sendAll().catch(() => {
      ears.saving('offline');
      later(RETRY);
      return false;
    }).finally(() => { work = undefined; });
    return work;
  }

  return {
    entries, flush, revision: () => revision,
    change(name, content) {
      const entry = entries.get(name) ?? { name, content: '', saved: '', revision: 0 };
      entries.set(name, entry);
      entry.content = content;
      if (!isDirty(entry)) return unsent.forget(name);
      ears.saving(hold(entry) ? 'changed' : 'refused', '浏览器存不下这份改动，保存以前请不要关闭窗口。');
      if (!closed) later(WAIT);
    },
    async remove(name) {
      await flush();
      const entry = entries.get(name)!;
      if (entry.revision > 0) revision = (await server.takeOut(name, entry.revision)).revision;
      entries.delete(name);
      unsent.forget(name);
    },
    leave() {
      for (const entry of open()) {
        hold(entry);
        if (entry.content.length * 3 < CARRIED && !closed) void server.put(entry, { keepalive: true }).catch(() => undefined);
      }
    },
    async refresh() {
      const draft = await server.load();
      revision = draft.revision;
      for (const file of draft.files) {
        const entry = entries.get(file.name);
        if (!entry || (!isDirty(entry) && entry.revision < file.revision)) entries.set(file.name, entryOf(file));
      }
      for (const [name, entry] of entries) if (!isDirty(entry) && !draft.files.some((file) => file.name === name)) entries.delete(name);
    },
    async restore() {
      const back: string[] = [];
      for (const left of unsent.left()) {
        const entry = entries.get(left.name);
        if (entry?.content !== left.content) {
          if (back.includes(left.name)) await server.copy(left);
          else {
            // Made on an older revision than what stands now: the server will say so, and the person is asked.
            entries.set(left.name, { ...(entry ?? { name: left.name, saved: '' }), content: left.content, revision: left.revision, sent: left.content });
            hold(entries.get(left.name)!);
            back.push(left.name);
          }
        }
        left.forget();
      }
      return back;
    },
  };
}
