// Which worker does which job type: the one list, closed against the diagrams by its test.
import { assign } from './assign.js';
import { classify } from './classify.js';
import { closeCase } from './close-case.js';
import { escalate } from './escalate.js';
import { feedback } from './feedback.js';
import { notify } from './notify.js';
import type { Worker } from './job.js';

export const workers: Record<string, Worker> = {
  assign,
  classify,
  'close-case': closeCase,
  escalate,
  feedback,
  notify,
};
