// What a phone needs to keep the site as an app: the worker at the root, where it may answer for every page, and the manifest.
import { Router, type RequestHandler } from 'express';
import { join } from 'node:path';
import { root } from '../processes/settings.js';

const folder = join(root, 'dist/browser');

/** Asked for anew each time: a phone that kept an old worker would keep old pages. */
const fresh = (name: string, type: string): RequestHandler => (_req, res, next) => {
  res.set('Cache-Control', 'no-cache').type(type).sendFile(join(folder, name), { cacheControl: false }, (error) => { if (error) next(error); });
};

/** `/sw.js` and `/manifest.webmanifest`, for everybody. */
export function installable(): Router {
  const router = Router();
  router.get('/sw.js', fresh('sw.js', 'text/javascript'));
  router.get('/manifest.webmanifest', fresh('manifest.webmanifest', 'application/manifest+json'));
  return router;
}
