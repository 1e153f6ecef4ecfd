// Room on the disk, asked for before something is started that would half-work without it.
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from './refusal.mjs';

const inGB = (bytes) => (bytes / 1024 ** 3).toFixed(1);

/** Refuses to go on when the disk that holds this folder has less room than that.
 * @param {{ folder: string, bytes: number, why: string }} need */
export function requireRoom({ folder, bytes, why }) {
  let place = folder;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  if (free < bytes) throw new Refusal(`The disk of ${folder} has ${inGB(free)} GB free, but ${why} ${inGB(bytes)} GB; make room or choose another folder with --data.`, { final: true });
}
