// The data folder: what people reported lies in it, so only the user who runs the system reads it.
import { chmodSync, statSync } from 'node:fs';
import { openDataFolder } from '../../runtime/data-folder.mjs';
import { cleanUp, folder } from './start-support.js';

afterAll(cleanUp);
const mode = (path: string) => statSync(path).mode & 0o777;

test('an empty folder that was open to all is not any more; one that is ours stays as it was set', async () => {
  const data = folder();
  chmodSync(data, 0o755);
  (await openDataFolder(data, { log: () => undefined })).close();
  expect(mode(data)).toBe(0o700);
  chmodSync(data, 0o750);
  (await openDataFolder(data, { log: () => undefined })).close();
  expect(mode(data)).toBe(0o750);
});
