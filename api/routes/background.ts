// Work in the background, for whoever asked for it: how far it is, what became of each thing, stopped, and its file.
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { getJob, jobResults, listJobs, stopJob, type CountedJob } from '../../processes/background/jobs.js';
import { goesAt } from '../../processes/background/sweep.js';
import { NotFound } from '../../processes/errors.js';
import { readMade } from '../../processes/store/made-files.js';
import type { BackgroundItem, BackgroundJob } from '../../processes/store/types.js';
import { hidden } from '../hide.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';

const tag = '后台任务';
const one = z.object({ id: z.uuid() });
const number = z.number().int();
const jobStates: Record<BackgroundJob['state'], string> = { starting: '准备中', waiting: '排队中', running: '进行中', done: '已完成', failed: '没有做成', stopped: '已停止' };
const itemStates: Record<BackgroundItem['state'], string> = { waiting: '等待', working: '正在办', done: '办成', refused: '没有办成', left: '没有办（已停止）' };
const job = z.object({
  id: z.string(), kind: z.string(), title: z.string(), reason: z.string().optional(), state: z.string(), stateName: z.string(), open: z.boolean(), total: number, done: number, refused: number, percent: number, said: z.string().optional(), at: z.date(),
  /** The page that shows what it comes to. */ link: z.string().optional(), endedAt: z.date().optional(), goesAt: z.date().optional(), file: z.object({ name: z.string(), size: number }).optional(),
});

function showJob({ _id, kind, parameters, title, reason, state, total, done, counts, said, at, endedAt, file }: CountedJob): z.infer<typeof job> {
  const gone = goesAt({ endedAt });
  return {
    id: _id, kind, title, ...(reason ? { reason } : {}), state, stateName: jobStates[state], open: state === 'starting' || state === 'waiting' || state === 'running', total, done, refused: counts.refused, percent: state === 'done' ? 100 : total ? Math.floor((done / total) * 100) : 0,
    ...(said ? { said } : {}), ...(kind === 'assessment' ? { link: `/assessment?id=${encodeURIComponent(String(parameters.assessment))}` } : {}), at, ...(endedAt ? { endedAt, goesAt: gone! } : {}), ...(file ? { file: { name: file.name, size: file.size } } : {}),
  };
}

const result = z.object({ key: z.string(), name: z.string(), state: z.string(), stateName: z.string(), said: z.string().optional(), at: z.date().optional() });

export const backgroundRoutes: Route[] = [
  route({
    method: 'get', path: '/background', tag, summary: 'What you have done in the background, newest first, with how far each is; kept for a week after it ended.', query: z.object(paging), answer: z.object({ total: number, page: number, size: number, items: z.array(job) }),
    async handle({ query, person }, deps) {
      const { total, items } = await listJobs(person, query, deps);
      return { total, page: query.page, size: query.size, items: items.map(showJob) };
    },
  }),
  route({
    method: 'get', path: '/background/{id}', tag, summary: 'One of yours, with the result of each thing, those that went wrong first.', params: one, query: z.object(paging), answer: z.object({ job, total: number, page: number, size: number, items: z.array(result) }),
    async handle({ params, query, person }, deps) {
      const { job: found, total, items } = await jobResults(params.id, query, person, deps);
      return { job: showJob(found), total, page: query.page, size: query.size, items: items.map(({ key, name, state, said, at }) => ({ key, name, state, stateName: itemStates[state], ...(said ? { said: hidden(said) } : {}), ...(at ? { at } : {}) })) };
    },
  }),
  route({
    method: 'post', path: '/background/{id}/stop', tag, summary: 'Stops one of yours: what is under way is finished, the rest is left.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) { await stopJob(params.id, person, deps); },
  }),
  route({
    method: 'get', path: '/background/{id}/file', tag, summary: 'The file that it made; for whoever asked for it alone, for a week.', params: one, answer: z.any(), gives: 'application/octet-stream',
    async handle({ params, person, res }, { store }) {
      const { file, state } = await getJob(params.id, person, { store });
      if (!file || state !== 'done') throw new NotFound(`没有这个文件 <${params.id}>`);
      res.set({ 'Content-Type': file.type, 'Content-Disposition': `attachment; filename="export"; filename*=UTF-8''${encodeURIComponent(file.name)}`, 'X-Content-Type-Options': 'nosniff' });
      await pipeline(readMade(store, params.id), res);
    },
  }),
];
