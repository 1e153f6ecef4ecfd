// Our own rules, in the order in which their findings are shown.
import { calledDecision } from './called-decision.js';
import { calledProcedure } from './called-procedure.js';
import { deadlineName } from './deadline-name.js';
import { executionPlatform } from './execution-platform.js';
import { humanTaskForm } from './human-task-form.js';
import { humanTaskGroup } from './human-task-group.js';
import { humanTaskJob } from './human-task-job.js';
import { humanTaskLimit } from './human-task-limit.js';
import { messageKey } from './message-key.js';
import { migratable } from './migratable.js';
import { type Rule } from './rule.js';
import { workerExists } from './worker-exists.js';

export const rules: Rule[] = [
  executionPlatform, humanTaskGroup, humanTaskForm, humanTaskLimit, humanTaskJob, calledProcedure, calledDecision, messageKey, deadlineName, workerExists, migratable,
];
