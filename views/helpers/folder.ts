// Where the templates and icons lie: they stay where they are written, what is compiled to dist/ reads them from the sources.
import { join } from 'node:path';

export const views = join(import.meta.dirname, import.meta.dirname.includes(`${join('dist', 'views')}`) ? '../../../views' : '..');
