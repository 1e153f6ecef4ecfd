// Which worker does which job type: the one list, closed against the diagrams by its test.
import { assign } from './assign.js';
import { classify } from './classify.js';
import { closeCase } from './close-case.js';
import { escalate } from './escalate.js';
import { feedback } from './feedback.js';
import { findRecurring } from './find-recurring.js';
import type { Worker } from './job.js';
import { merge } from './merge.js';
import { notify } from './notify.js';
import { recordFact } from './record-fact.js';
import { registerPayment } from './register-payment.js';
import { registerPlan } from './register-plan.js';
import { supervise } from './supervise.js';
import { tellOrigins } from './tell-origins.js';

export const workers: Record<string, Worker> = {
  assign,
  classify,
  'close-case': closeCase,
  escalate,
  feedback,
  'find-recurring': findRecurring,
  merge,
  notify,
  'record-fact': recordFact,
  'register-payment': registerPayment,
  'register-plan': registerPlan,
  supervise,
  'tell-origins': tellOrigins,
};
