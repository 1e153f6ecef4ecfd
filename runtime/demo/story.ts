// A story of the article: what it says there, how it is played through the public HTTP API, what must be on record in the end, and where to look at it.
import { randomUUID } from 'node:crypto';
import { picture, pointsOf } from './picture.js';
import { as, DemoFailed, readCase, settled, tell, whereabouts, within, type CaseView, type Stage } from './stage.js';

/** What came of it, in words, and the pages that show it: path and what is to be seen there. */
export interface Told { came: string[]; look: [path: string, what: string][] }

export interface Story {
  id: string; name: string;
  /** The sentence of the article. */
  says: string;
  /** @throws DemoFailed when a step does not come about, or what is on record is not what was done */
  play(stage: Stage): Promise<Told>;
}

/** @throws DemoFailed with the sentence when it is not so */
export function must(so: unknown, caseNo: string, sentence: string): void {
  if (!so) throw new DemoFailed(`案件 ${caseNo}：${sentence}`);
}

/** A picture that the demo uploaded, by its points: what was sent must be what is read back. */
export interface Uploaded { id: string; content: Buffer }

export async function upload(stage: Stage, account: string, name: string): Promise<Uploaded> {
  const content = picture(Math.floor(Math.random() * 1e6));
  const { id } = await (await as(stage, account)).upload(new Blob([new Uint8Array(content)], { type: 'image/png' }), name);
  return { id, content: await pointsOf(content) };
}

/** Sends what begins a case, waits until the engine has it, and tells of it. @returns the case number */
export async function begin(stage: Stage, account: string, path: string, body: object, what: string): Promise<string> {
  const who = await as(stage, account);
  const { caseNo } = await who.post<{ caseNo: string }>(path, { clientId: randomUUID(), ...body });
  const view = await within(stage, caseNo, '案件启动', async () => {
    const now = await readCase(stage, caseNo);
    return now.case.standing && now;
  });
  tell(stage, who, view.case.reportedAt, `${what}（${caseNo}）`, whereabouts(await settled(stage, caseNo, view)));
  return caseNo;
}

/** The case once it is closed. */
export async function closed(stage: Stage, caseNo: string): Promise<CaseView> {
  const view = await within(stage, caseNo, '结案', async () => {
    const now = await readCase(stage, caseNo);
    return now.case.closing && now.case.standing.state !== 'active' && now;
  });
  stage.say(`          ■ 案件 ${caseNo} ${view.case.standing.status}`);
  return view;
}

/** What a case keeps under a fact's key. */
export const factOf = ({ case: { facts } }: CaseView, key: string): any => facts.find((fact: any) => fact.key === key)?.data;
