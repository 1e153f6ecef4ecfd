// The stories of the article that can be played, in its order.
import { enforcement } from './stories/enforcement.js';
import { factory } from './stories/factory.js';
import { parking } from './stories/parking.js';
import { road } from './stories/road.js';
import type { Story } from './story.js';

export const stories: readonly Story[] = [factory, road, enforcement, parking];
