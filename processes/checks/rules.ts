// Our own rules, in the order in which their findings are shown.
import { calledDecision } from './called-decision.js';
import { calledProcedure } from './called-procedure.js';
import { deadEnd } from './dead-end.js';
import { deadlineName } from './deadline-name.js';
import { errorCaught } from './error-caught.js';
import { errorThrown } from './error-thrown.js';
import { escalationTarget } from './escalation-target.js';
import { executionPlatform } from './execution-platform.js';
import { executionVersion } from './execution-version.js';
import { humanTaskForm } from './human-task-form.js';
import { humanTaskGroup } from './human-task-group.js';
import { humanTaskJob } from './human-task-job.js';
import { humanTaskLimit } from './human-task-limit.js';
import { humanTaskRole } from './human-task-role.js';
import { joinWaits } from './join-waits.js';
import { messageKey } from './message-key.js';
import { migratable } from './migratable.js';
import { type Rule } from './rule.js';
import { unreachable } from './unreachable.js';
import { workerExists } from './worker-exists.js';

export const rules: Rule[] = [
  executionPlatform, humanTaskGroup, humanTaskRole, humanTaskForm, humanTaskLimit, humanTaskJob, calledProcedure, calledDecision, messageKey, deadlineName, workerExists, escalationTarget,
  errorCaught, joinWaits, unreachable, deadEnd, errorThrown, executionVersion, migratable,
];
