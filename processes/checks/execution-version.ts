// A diagram drawn for another version of the engine may use what this one has not.
import { type Rule } from './rule.js';

export const executionVersion: Rule = {
  name: 'execution-version', severity: 'warning',
  find: ({ definitions, process }) => {
    const { 'modeler:executionPlatform': platform, 'modeler:executionPlatformVersion': version } = definitions.$attrs ?? {};
    if (platform !== 'Camunda Cloud' || String(version).startsWith('8.5')) return [];
    return [{ element: process.id, message: version ? `这张图是为 Camunda ${version} 画的，联动用的是 8.5。请把执行平台版本改为 8.5.0，并看过其他检查结果。` : '这张图没有标明执行平台的版本。请标明 8.5.0。' }];
  },
};
