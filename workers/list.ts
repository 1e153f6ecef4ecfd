// Which worker does which job type: the one list, closed against the diagrams by its test.
import { agenda } from './agenda.js';
import { assign } from './assign.js';
import { classify } from './classify.js';
import { closeCase } from './close-case.js';
import { escalate } from './escalate.js';
import { feedback } from './feedback.js';
import { findHelpers } from './find-helpers.js';
import { findRecurring } from './find-recurring.js';
import { gatherHardIssues } from './gather-hard-issues.js';
import type { Worker } from './job.js';
import { lookUpDataCentre } from './look-up-data-centre.js';
import { measurePilot } from './measure-pilot.js';
import { merge } from './merge.js';
import { notify } from './notify.js';
import { pilotAreas } from './pilot-areas.js';
import { recordFact } from './record-fact.js';
import { registerPayment } from './register-payment.js';
import { registerPlan } from './register-plan.js';
import { settleHelpers } from './settle-helpers.js';
import { settlePilot } from './settle-pilot.js';
import { supervise } from './supervise.js';
import { tellOrigins } from './tell-origins.js';

export const workers: Record<string, Worker> = {
  agenda,
  assign,
  classify,
  'close-case': closeCase,
  escalate,
  feedback,
  'find-helpers': findHelpers,
  'find-recurring': findRecurring,
  'gather-hard-issues': gatherHardIssues,
  'look-up-data-centre': lookUpDataCentre,
  'measure-pilot': measurePilot,
  merge,
  notify,
  'pilot-areas': pilotAreas,
  'record-fact': recordFact,
  'register-payment': registerPayment,
  'register-plan': registerPlan,
  'settle-helpers': settleHelpers,
  'settle-pilot': settlePilot,
  supervise,
  'tell-origins': tellOrigins,
};
