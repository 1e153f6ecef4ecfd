// Fills the dropdowns of the element templates with what exists: forms of the draft, procedures, decisions, roles, units.
import type { Around, EditorContext, Template } from '../editor.js';

export interface Choice { name: string; value: string }

const LEVELS = [['grid', '网格'], ['village', '村（社区）'], ['town', '镇（街道）'], ['county', '县（市、区）'], ['city', '市']] as const;
/** Which roles a level has; departments have their own two. */
const POSTS: Record<string, string[]> = {
  grid: ['grid-member', 'grid-leader'], village: ['intake', 'grid-leader'], town: ['dispatcher', 'duty-leader', 'follow-up', 'supervisor', 'commander'],
  county: ['dispatcher', 'commander', 'supervisor', 'follow-up', 'assessor'], city: ['dispatcher', 'commander', 'supervisor', 'assessor'],
};
const OF_DEPARTMENTS = ['officer', 'head'];
const LEAD = { id: 'lead', name: '牵头部门' };

const called = ({ id, name }: { id: string; name: string }): Choice => ({ name: name === id ? id : `${name}（${id}）`, value: id });
const roleName = (around: Around, id: string): string => around.roles.find((role) => role.id === id)?.name ?? id;

/** Posts of the levels as group expressions or as audiences. */
function posts(around: Around, write: (place: string, role: string) => string, writeDepartment: (level: string, department: string, role: string) => string): Choice[] {
  const ofLevels = LEVELS.flatMap(([level, name]) => POSTS[level]!.map((role) => ({ name: `${name} · ${roleName(around, role)}`, value: write(level, role) })));
  const ofDepartments = (['town', 'county'] as const).flatMap((level) => [LEAD, ...around.departments].flatMap((department) => OF_DEPARTMENTS.map((role) => ({
    name: `${LEVELS.find(([id]) => id === level)![1]} · ${department.name} · ${roleName(around, role)}`, value: writeDepartment(level, department.id, role),
  }))));
  return [...ofLevels, ...ofDepartments];
}

/** The forms of the draft, by their titles as far as they bear one. */
export function forms(context: EditorContext): Choice[] {
  return context.files().filter(({ name }) => name.endsWith('.form')).map(({ name, content }) => {
    const id = name.replace(/\.form$/, '');
    const title = titleOf(content) ?? used(context).get(id);
    return { name: title ? `${title}（${id}）` : id, value: id };
  });
}

let last: { content: string; names: Map<string, string> } | undefined;

/** A form without a title is called as the first task that uses it. */
function used(context: EditorContext): Map<string, string> {
  const content = context.files().find(({ name }) => name.endsWith('.bpmn'))?.content ?? '';
  if (last?.content === content) return last.names;
  const tasks = [...new DOMParser().parseFromString(content, 'text/xml').getElementsByTagNameNS('*', 'userTask')];
  const names = new Map(tasks.reverse().map((task) => [task.getElementsByTagNameNS('*', 'formDefinition')[0]?.getAttribute('formKey') ?? '', task.getAttribute('name') ?? '']));
  last = { content, names };
  return names;
}

function titleOf(content: string): string | undefined {
  try {
    const { title, name, components = [] } = JSON.parse(content);
    const heading = components.find((one: any) => one.type === 'text' && /^#+ /.test(one.text ?? ''))?.text;
    return title ?? name ?? heading?.replace(/^#+ /, '').split('\n')[0];
  } catch {
    return undefined;
  }
}

const decisionsIn = (context: EditorContext): { id: string; name: string }[] => context.files().filter(({ name }) => name.endsWith('.dmn'))
  .flatMap(({ content }) => [...new DOMParser().parseFromString(content, 'text/xml').getElementsByTagNameNS('*', 'decision')].map((one) => ({ id: one.getAttribute('id') ?? '', name: one.getAttribute('name') ?? one.getAttribute('id') ?? '' })));

/** Groups of human tasks: who may be asked, as the expression that the engine works out for the case. */
export const groups = (context: EditorContext): Choice[] =>
  posts(context.around(), (place, role) => `=[${place} + "/${role}"]`, (level, department, role) => (department === 'lead' ? `=[${level} + "." + classification.lead + "/${role}"]` : `=[${level} + ".${department}/${role}"]`));

const lists: Record<string, (context: EditorContext) => Choice[]> = {
  forms, groups,
  procedures: (context) => context.around().procedures.filter(({ id }) => id !== context.procedure && id !== 'supervision').map(called),
  decisions: (context) => [...new Map([...context.around().decisions, ...decisionsIn(context)].map((one) => [one.id, one])).values()].map(called),
  roles: (context) => context.around().roles.map(({ id, name }) => ({ name, value: id })),
  units: (context) => [...LEVELS.map(([value, name]) => ({ name, value })), ...(['town', 'county'] as const).flatMap((level) => [LEAD, ...context.around().departments].map(({ id, name }) => ({ name: `${LEVELS.find(([one]) => one === level)![1]} · ${name}`, value: `${level}.${id}` })))],
  audiences: (context) => [
    { name: '在办人员', value: 'holders' }, { name: '上报人', value: 'reporter' }, { name: '在办人员和上报人', value: 'holders,reporter' },
    ...posts(context.around(), (place, role) => `${place}/${role}`, (level, department, role) => `${level}.${department}/${role}`),
  ],
};

/** The templates with their dropdowns filled. */
export function filled(context: EditorContext): Template[] {
  return (context.around().templates ?? []).map((template) => ({
    ...template,
    properties: template.properties.map((property) => {
      const list = lists[template.metadata?.choices?.[property.id] ?? ''];
      return list ? { ...property, choices: list(context) } : property;
    }),
  }));
}
