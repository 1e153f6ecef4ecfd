// Tries again what stopped with an incident (重试): its job gets its tries back, and the engine takes the element up where it stopped.
import { Conflict, Invalid, NotFound } from '../errors.js';
import type { Incident, OpenJob } from '../store/types.js';
import type { Kind } from './kind.js';
import { openIncidentsIn, treeOf } from './whereabouts.js';
import { listed, namesOf } from './words.js';

/** What makes two incidents one cause: the procedure, the element and what was said, whatever numbers stand in it. */
export const causeOf = ({ procedure, elementId, type, message }: Pick<Incident, 'procedure' | 'elementId' | 'type' | 'message'>): string => [procedure, elementId, type, message.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+/gi, '#')].join(' · ');

/** What kinds of incidents are called. */
const KINDS: Record<string, string> = {
  JOB_NO_RETRIES: '自动步骤多次失败', UNHANDLED_ERROR_EVENT: '出错而没有人接', IO_MAPPING_ERROR: '数据取不到', EXTRACT_VALUE_ERROR: '表达式算不出来', CONDITION_ERROR: '没有一条路符合条件',
  DECISION_EVALUATION_ERROR: '决策表算不出来', CALLED_ELEMENT_ERROR: '被调用的流程不在', CALLED_DECISION_ERROR: '决策表不在', MESSAGE_SIZE_EXCEEDED: '数据太大', FORM_NOT_FOUND: '表单不在', UNKNOWN: '原因不明',
};
export const kindOfIncident = (type: string): string => KINDS[type] ?? type;

export const retry: Kind = {
  name: '重试异常',
  async plan({ instance }, { incidents: wanted }, _person, { store, engine }) {
    const all = await openIncidentsIn(store, await treeOf(store, instance));
    const chosen = wanted ? all.filter(({ _id }) => wanted.includes(_id)) : all;
    if (wanted && chosen.length < new Set(wanted).size) {
      const known = await store.incidents.find({ _id: { $in: wanted } }, { _id: 1 }).lean();
      if (known.length < new Set(wanted).size) throw new NotFound('没有这个异常');
      throw new Conflict('这个异常刚刚已经解除，请刷新后再看');
    }
    if (chosen.length === 0) throw new Conflict('现在没有异常，不需要重试');
    if (chosen.length > 100) throw new Invalid('一次最多重试 100 个异常', [{ path: 'incidents', message: '一次最多重试 100 个异常，请分几次' }]);
    const elements = await store.elements.find({ _id: { $in: chosen.map(({ elementKey }) => elementKey) } }, { elementId: 1, definitionKey: 1 }).lean<{ _id: string; elementId: string; definitionKey: string }[]>();
    const names = await namesOf(store, elements);
    const failed = await store.jobs.find({ _id: { $in: chosen.flatMap(({ jobKey }) => jobKey ?? []) } }).lean<OpenJob[]>();
    return {
      says: [
        `在 ${listed(names, '处')} 重新执行 ${chosen.length} 个停下来的步骤${failed.length > 0 ? '，自动步骤最多再试 3 次' : ''}。`,
        '成功后案件自动往下走；再次失败会重新出现异常。',
        '不收回任何任务，也不通知任何人。',
      ],
      warns: [
        ...[...new Set(chosen.map(({ type }) => kindOfIncident(type)))].map((kind) => `异常是「${kind}」：请先排除原因（例如对方系统恢复、变量更正），否则还会失败。`),
      ],
      text: `重试 ${listed(names.length > 0 ? names : chosen.map(({ elementId }) => `「${elementId}」`), '处')} 的 ${chosen.length} 个异常`,
      seen: chosen.map(({ _id }) => _id), given: { incidents: chosen.map(({ _id }) => _id) },
      async act() {
        let gone: Error | undefined;
        for (const { _id, jobKey } of chosen) {
          await engine.resolveIncident(_id, jobKey).catch((error: Error) => {
            if (!(error instanceof NotFound)) throw error;
            gone = error;
          });
        }
        // one that is gone holds up none of the others; that all are gone is told
        if (gone && chosen.length === 1) throw new Conflict('这个异常刚刚已经解除，或者步骤已经结束，请刷新后再看', { cause: gone });
      },
    };
  },
  async happened({ given }, { store }) {
    return (await store.incidents.countDocuments({ _id: { $in: given.incidents as string[] }, state: 'open' })) === 0;
  },
};
