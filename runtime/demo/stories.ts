// The stories of the article that can be played, in an order in which the assessment finds what others left, and the last leaves open matters.
import { assessment } from './stories/assessment.js';
import { day } from './stories/day.js';
import { enforcement } from './stories/enforcement.js';
import { factory } from './stories/factory.js';
import { flood } from './stories/flood.js';
import { hotline } from './stories/hotline.js';
import { parking } from './stories/parking.js';
import { road } from './stories/road.js';
import type { Story } from './story.js';

export const stories: readonly Story[] = [factory, road, flood, parking, enforcement, assessment, hotline, day];
