// Without the platform's mark the editor's own checks stay silent, and everything looks right.
import { type Rule } from './rule.js';

export const executionPlatform: Rule = {
  name: 'execution-platform', severity: 'error',
  find: ({ definitions, process }) => {
    const attributes = definitions.$attrs ?? {};
    const right = attributes['modeler:executionPlatform'] === 'Camunda Cloud';
    return right ? [] : [{ element: process.id, message: '流程图没有标明执行平台，编辑器不会检查它。请标明 Camunda Cloud 8.5（modeler:executionPlatform、modeler:executionPlatformVersion）。' }];
  },
};
