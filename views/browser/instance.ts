// One instance's live diagram; a click on a call activity goes to the instance that it called.
import { pageData } from './lib/dom.js';
import { stand } from './lib/stand.js';

const { key } = pageData<{ key: string }>();
stand([], key, (child) => { location.href = `/instances/${child}`; });
