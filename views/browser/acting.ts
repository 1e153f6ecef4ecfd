// On the list of tasks: many at once, and what others ask beside tasks.
import { answerAsked } from './lib/asked-of-me.js';
import { bulk } from './lib/bulk.js';

bulk(() => location.reload());
answerAsked(() => location.reload());
