// Tells the reporter in plain words what has happened with the matter.
import type { Deps } from '../processes/deps.js';
import { tellReporters } from '../processes/tell-reporters.js';
import type { Case } from '../processes/store/types.js';
import { fill } from '../processes/wording.js';
import { caseOf, enter, type Job } from './job.js';

const HOW = { inbox: '已在系统内告知上报人', sms: '已交短信发送给上报人', both: '已在系统内告知，并交短信发送给诉求人', partner: '由转办单位告知诉求人', none: '上报人匿名且未留联系方式，无法告知' };

export async function feedback(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const text = (about: Case) => fill(job.headers.text || '您反映的「{title}」（编号 {caseNo}）有新的进展。', about, { ...job.variables, caseNo: about._id });
  const how = await tellReporters(deps.store, found, { id: `job:${job.key}`, title: job.headers.title || '事项办理反馈', text, at: deps.clock.now() });
  await enter(job, deps, { by: '自动反馈', action: '反馈', text: text(found), why: HOW[how] });
}
