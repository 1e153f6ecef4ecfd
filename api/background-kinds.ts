// The kinds of work that go on in the background, in two lanes: a warning waits for no export.
import { assessmentWork } from '../processes/assessment/compute.js';
import type { Kinds } from '../processes/background/kinds.js';
import { liftWork } from '../processes/aid/lift.js';
import { checkWork } from '../processes/aid/open-checks.js';
import { interveneWork } from '../processes/instances/bulk.js';
import { exportLists } from './exports/lists.js';
import { exportWork } from './exports/make.js';

/** So many warnings are worked on beside each other: a second storm waits for none, and they share one pace. */
export const URGENT_AT_ONCE = 3;
export const urgentKinds: Kinds = { warning: checkWork, 'warning-lifted': liftWork };
export const otherKinds: Kinds = { export: exportWork(exportLists), intervene: interveneWork, assessment: assessmentWork };
export const backgroundKinds: Kinds = { ...urgentKinds, ...otherKinds };
