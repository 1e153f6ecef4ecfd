// The stories of the article that can be played, in an order in which the last can assess what the others left.
import { assessment } from './stories/assessment.js';
import { enforcement } from './stories/enforcement.js';
import { factory } from './stories/factory.js';
import { flood } from './stories/flood.js';
import { parking } from './stories/parking.js';
import { road } from './stories/road.js';
import type { Story } from './story.js';

export const stories: readonly Story[] = [factory, road, flood, parking, enforcement, assessment];
