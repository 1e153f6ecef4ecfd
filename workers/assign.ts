// Finds who is to do the next task: the least loaded person of a group, or the group itself.
import type { Deps } from '../processes/deps.js';
import { findEntry } from '../processes/entries.js';
import { Invalid } from '../processes/errors.js';
import { notify } from '../processes/notices.js';
import { leastLoaded } from '../processes/organisation.js';
import { unitAt } from '../processes/places.js';
import { roleName } from '../processes/roles.js';
import type { Unit } from '../processes/store/types.js';
import { tellFiler } from '../processes/tell-reporters.js';
import { isDepartment } from '../processes/visibility.js';
import { caseOf, enter, type Job } from './job.js';

export async function assign(job: Job, deps: Deps): Promise<{ assignee: string | null; group: string }> {
  const found = await caseOf(job, deps);
  const { store } = deps;
  // what a first run decided stands: its task may be open already
  const decided = (await findEntry(store, `job:${job.key}`))?.data as { assignee: string | null; group: string } | undefined;
  if (decided) return { assignee: decided.assignee, group: decided.group };

  const template = job.headers.unit || job.variables.unit;
  const role = job.headers.role || job.variables.role;
  if (typeof template !== 'string' || typeof role !== 'string') throw new Invalid('needs a unit and a role');
  const unit = unitAt(template, found);
  const group = `${unit}/${role}`;
  const toGroup = job.headers.to === 'group';
  const person = toGroup ? null : await leastLoaded(store, group, deps.clock.now());
  const unitName = (await store.units.findById(unit).lean<Unit>())?.name ?? unit;
  const name = `${unitName}${roleName(role)}`;
  const nobody = person === null && !(await store.people.exists({ groups: group, active: true }));
  if (nobody) {
    await notify(store, {
      id: `job:${job.key}:nobody`, to: [group], caseNo: found._id, kind: 'unassigned', at: deps.clock.now(),
      title: `无人接办：${found.title}`, text: `案件 ${found._id} 应交「${name}」办理，请安排人员。`,
    });
  }
  // before the entry, behind which a repeat does nothing; once for each department, however often it gets it back
  if (isDepartment(unit)) await tellFiler(store, found, { id: `case:${found._id}:to:${unit}`, text: `您上报的「${found.title}」（${found._id}）已转${unitName}办理。`, at: deps.clock.now() });
  const entry = await enter(job, deps, {
    by: '自动分派', action: '交办', text: person ? `交「${name}」${person.name} 办理` : `交「${name}」办理`,
    why: person ? '本岗位在办任务最少' : nobody ? '该岗位暂无在岗人员，已报上级' : '由本岗位人员认领', data: { assignee: person?._id ?? null, group },
  });
  return { assignee: entry.data!.assignee as string | null, group: entry.data!.group as string };
}
