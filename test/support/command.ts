// A command of ours built as `npm start` builds it, run as a process of its own.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../../processes/settings.js';

export interface Command {
  /** A folder of its own. */
  folder: string;
  start(args?: string[], env?: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams;
  /** Runs it to its end. */
  run(args?: string[], more?: { env?: NodeJS.ProcessEnv; input?: string }): Promise<{ code: number | null; said: string }>;
  remove(): Promise<void>;
}

/** @param entry its file, from the project's root. What this process was given of the store is not handed on. */
export async function builtCommand(entry: string): Promise<Command> {
  // inside the project, so that the packages are found
  await mkdir(join(root, '.runtime'), { recursive: true });
  const folder = await mkdtemp(join(root, '.runtime', 'command-'));
  const file = join(folder, 'built', `${basename(entry, '.ts')}.mjs`);
  await esbuild.build({ entryPoints: [join(root, entry)], outfile: file, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20' });
  const start = (args: string[] = [], env: NodeJS.ProcessEnv = {}) => {
    const { MONGODB_URI: _none, NODE_OPTIONS: _jest, ...rest } = process.env;
    return spawn(process.execPath, [file, ...args], { env: { ...rest, ...env } });
  };
  return {
    folder, start,
    run(args, { env, input = '' } = {}) {
      const child = start(args, env);
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
      child.stdin.end(input);
      return new Promise((done) => child.once('close', (code) => done({ code, said })));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
