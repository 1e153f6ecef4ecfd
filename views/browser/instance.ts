// One instance: its live diagram, a click on a call activity goes to the instance that it called, and intervening where that is allowed.
import { find, pageData } from './lib/dom.js';
import { intervening } from './lib/intervene.js';
import { stand } from './lib/stand.js';

const { key } = pageData<{ key: string }>();
const view = stand([], key, (child) => { location.href = `/instances/${child}`; });
if (find('[data-dialog-of=intervene]')) intervening(key, view);
