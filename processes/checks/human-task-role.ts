// A candidate group ends in a role; one that nobody can have gives the task to nobody.
import { extension } from '../procedure.js';
import { findRole, roles } from '../roles.js';
import { called, ofType, type Rule } from './rule.js';

export const humanTaskRole: Rule = {
  name: 'human-task-role', severity: 'error',
  find: (subject) => ofType(subject, 'bpmn:UserTask').flatMap((task) => {
    const groups: string = extension(task, 'zeebe:AssignmentDefinition')?.candidateGroups ?? '';
    const unknown = [...new Set(rolesIn(groups))].filter((role) => !findRole(role));
    return unknown.map((role) => ({ element: task.id, message: `人工任务${called(task)}的候选组里没有「${role}」这个岗位。请改为：${roles.map(({ id, name }) => `${id}（${name}）`).join('、')}。` }));
  }),
};

/** The roles that are written out; what an expression puts together at its time is not known here. */
function rolesIn(groups: string): string[] {
  const texts = groups.trim().startsWith('=') ? [...groups.matchAll(/"([^"\\]*)"/g)].map((match) => match[1]!) : groups.split(',');
  return texts.filter((text) => text.includes('/')).map((text) => text.slice(text.lastIndexOf('/') + 1).trim()).filter((role) => role !== '');
}
