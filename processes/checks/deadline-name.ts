// A deadline message hits one task only when its name is that task's own: with the same name and key the engine hits one that nobody chose.
import { called, type Rule } from './rule.js';

export const deadlineName: Rule = {
  name: 'deadline-name', severity: 'error',
  find: ({ drawn }) => {
    const first = new Map<string, any>();
    return drawn.filter(({ element }) => element.$type === 'bpmn:BoundaryEvent').flatMap(({ element }) => {
      const name: string | undefined = element.eventDefinitions?.[0]?.messageRef?.name;
      if (!name?.startsWith('deadline.')) return [];
      const other = first.get(name);
      if (other) return [{ element: element.id, message: `${called(element)}和${called(other)}用了同一个时限消息「${name}」，到期时不知道会终止哪一个。请各用各的名称。` }];
      first.set(name, element);
      const task = element.attachedToRef;
      if (!task || name === `deadline.${task.id}`) return [];
      return [{ element: element.id, message: `任务${called(task)}的时限消息叫「${name}」。请改为「deadline.${task.id}」。` }];
    });
  },
};
