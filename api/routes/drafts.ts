// The draft of a procedure: opened, saved file by file, checked, submitted, and decided on by a second person.
import { z } from 'zod';
import { discardDraft, getDraft, keepCopy, openDraft, removeFile, replaceFiles, saveFile } from '../../processes/drafts.js';
import { checkPackage } from '../../processes/package-check.js';
import { approveDraft, differenceOf, rebaseDraft, returnDraft, submitDraft, withdrawDraft } from '../../processes/review.js';
import { getVersion } from '../../processes/versions.js';
import { route, type Route } from '../route.js';
import { id, text } from '../schemas.js';
import { draftSummary } from '../summaries.js';

const tag = '流程草稿';
const params = z.object({ id });
const named = z.object({ id, name: z.string().max(90) });
const revision = z.number().int().min(0);
/** A file's text; the kernel says what is too large, in words. */
const content = z.string().max(4_000_000);
const any = z.looseObject({});

export const draftRoutes: Route[] = [
  route({
    method: 'post', path: '/drafts', tag, summary: 'Opens the draft of a procedure, from its newest version unless there is a draft already.', ability: 'edit-procedures',
    body: z.object({ procedure: id }), answer: any,
    handle: async ({ body, person }, deps) => openDraft(body.procedure, person, deps),
  }),
  route({
    method: 'get', path: '/drafts/{id}', tag, summary: 'The draft with all its files.', ability: 'approve-procedures', params, answer: any,
    handle: async ({ params: { id: procedure } }, { store }) => getDraft(store, procedure),
  }),
  route({
    method: 'put', path: '/drafts/{id}/files/{name}', tag, summary: 'Saves one file, on the revision of it that was changed; answers the file\'s new revision and what the check finds.',
    ability: 'edit-procedures', params: named, body: z.object({ content, revision }), answer: z.object({ revision: z.number(), draft: any, findings: z.array(any) }),
    async handle({ params: { id: procedure, name }, body, person }, deps) {
      const draft = await saveFile(procedure, { name, ...body }, person, deps);
      return { revision: draft.files.find((file) => file.name === name)!.revision, draft: draftSummary(draft), findings: await checkPackage(procedure, draft.files, deps) };
    },
  }),
  route({
    method: 'delete', path: '/drafts/{id}/files/{name}', tag, summary: 'Takes a form or table out of the draft.', ability: 'edit-procedures',
    params: named, query: z.object({ revision: z.coerce.number().int().min(1) }), answer: any, status: 200,
    handle: async ({ params: { id: procedure, name }, query, person }, deps) => draftSummary(await removeFile(procedure, { name, ...query }, person, deps)),
  }),
  route({
    method: 'post', path: '/drafts/{id}/check', tag, summary: 'What the check finds in the draft, with unsaved files laid over it.', ability: 'approve-procedures', params,
    body: z.object({ files: z.array(z.object({ name: z.string().max(90), content })).max(80).default([]) }), answer: z.object({ findings: z.array(any) }),
    async handle({ params: { id: procedure }, body }, deps) {
      const draft = await getDraft(deps.store, procedure);
      const over = new Map(body.files.map((file: { name: string; content: string }) => [file.name, file]));
      const files = [...draft.files.filter(({ name }) => !over.has(name)), ...over.values()];
      return { findings: await checkPackage(procedure, files, deps) };
    },
  }),
  route({
    method: 'post', path: '/drafts/{id}/copies', tag, summary: 'Keeps a file that could not be saved because another was faster, as a snapshot.', ability: 'edit-procedures', params,
    body: z.object({ name: z.string().max(90), content }), answer: z.object({ id: z.string() }), status: 201,
    handle: async ({ params: { id: procedure }, body, person }, deps) => ({ id: (await keepCopy(procedure, body, person, deps))._id }),
  }),
  route({
    method: 'post', path: '/drafts/{id}/restore', tag, summary: 'Puts the content of another version into the draft; what the draft was is kept.', ability: 'edit-procedures', params,
    body: z.object({ version: z.string().max(80) }), answer: any,
    async handle({ params: { id: procedure }, body, person }, deps) {
      const version = await getVersion(deps.store, procedure, body.version);
      await openDraft(procedure, person, deps);
      return replaceFiles(procedure, version.files, `恢复为${version.label}`, person, deps);
    },
  }),
  route({
    method: 'get', path: '/drafts/{id}/difference', tag, summary: 'What publishing the draft would change against the version in force.', ability: 'approve-procedures', params, answer: any,
    handle: async ({ params: { id: procedure } }, deps) => differenceOf(await getDraft(deps.store, procedure), deps),
  }),
  route({
    method: 'post', path: '/drafts/{id}/submit', tag, summary: 'Asks for approval, with a reason.', ability: 'edit-procedures', params,
    body: z.object({ reason: text(500), revision }), answer: any,
    handle: async ({ params: { id: procedure }, body, person }, deps) => draftSummary(await submitDraft(procedure, body, person, deps)),
  }),
  route({
    method: 'post', path: '/drafts/{id}/rebase', tag, summary: 'Says that the draft takes the version in force into account, which came after the draft was begun.', ability: 'edit-procedures', params,
    body: z.object({ base: z.number().int().min(1) }), answer: any,
    handle: async ({ params: { id: procedure }, body, person }, deps) => draftSummary(await rebaseDraft(procedure, body.base, person, deps)),
  }),
  route({
    method: 'post', path: '/drafts/{id}/withdraw', tag, summary: 'Takes a submission back.', ability: 'edit-procedures', params, answer: any,
    handle: async ({ params: { id: procedure }, person }, deps) => draftSummary(await withdrawDraft(procedure, person, deps)),
  }),
  route({
    method: 'post', path: '/drafts/{id}/return', tag, summary: 'Sends a submission back, with a reason.', ability: 'approve-procedures', params, body: z.object({ reason: text(500) }), answer: any,
    handle: async ({ params: { id: procedure }, body, person }, deps) => draftSummary(await returnDraft(procedure, body.reason, person, deps)),
  }),
  route({
    method: 'post', path: '/drafts/{id}/approve', tag, summary: 'Approves and publishes; only by somebody who neither submitted nor changed it.', ability: 'approve-procedures', params,
    body: z.object({ revision, reason: z.string().trim().max(500).optional() }), answer: z.object({ number: z.number(), definitionKey: z.string().optional() }),
    async handle({ params: { id: procedure }, body, person }, deps) {
      const { number, definitionKey } = await approveDraft(procedure, body, person, deps);
      return { number, definitionKey };
    },
  }),
  route({
    method: 'delete', path: '/drafts/{id}', tag, summary: 'Gives the draft up; its content is kept as a snapshot.', ability: 'edit-procedures', params, answer: z.undefined(),
    handle: async ({ params: { id: procedure }, person }, deps) => discardDraft(procedure, person, deps),
  }),
];
