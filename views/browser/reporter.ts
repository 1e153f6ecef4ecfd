// The reporter's own page: rating the result, asking to have it done again.
import { pageData } from './lib/dom.js';
import { reporterSide } from './lib/reporter-side.js';

const page = pageData<{ path: string } | null>();
if (page) reporterSide(page.path);
