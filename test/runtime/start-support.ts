// What the tests of starting share: a stand-in for main.ts, folders that vanish, the start command as a child, a small procedure on the engine.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZBClient } from 'zeebe-node';
import { identity } from '../../runtime/identity.mjs';

export const root = join(import.meta.dirname, '../..');
export const standIn = join(import.meta.dirname, 'stand-in-app.mjs');

const folders: string[] = [];
const commands: ChildProcess[] = [];

/** A new folder that is removed after the tests of this file. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'liandong-start-'));
  folders.push(made);
  return made;
}

export async function until(holds: () => unknown, within = 60_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come to hold within <${within}> ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does it still run? One that has ended but whose parent never asks for its code does not. */
export const isAlive = (pid: number) => identity(pid) !== '';

export interface Command { child: ChildProcess; said: () => string; code: Promise<number | null> }

/** Starts a command of runtime/ as a person would. */
export function command(file: string, args: string[], env: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [join(root, 'runtime', file), ...args], { env: { ...process.env, LIANDONG_APP: standIn, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  commands.push(child);
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  return { child, said: () => text, code: new Promise((resolve) => child.once('close', resolve)) };
}

/** Nothing outlives the tests, not even after one failed. */
export async function cleanUp(): Promise<void> {
  for (const child of commands) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
}

const waiting = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="waiting" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="wait" />
    <bpmn:serviceTask id="wait"><bpmn:extensionElements><zeebe:taskDefinition type="wait" /></bpmn:extensionElements><bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:sequenceFlow id="b" sourceRef="wait" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

/** The engine at an address: starts instances that wait, tells which wait. */
export async function onEngine<T>(address: string, work: (engine: { start: () => Promise<string>; waiting: () => Promise<string[]> }) => Promise<T>): Promise<T> {
  const client = new ZBClient(address, { loglevel: 'NONE', maxRetryTimeout: 30_000 } as never);
  try {
    return await work({
      async start() {
        await client.deployResource({ process: Buffer.from(waiting), name: 'waiting.bpmn' });
        return (await client.createProcessInstance({ bpmnProcessId: 'waiting', variables: {} })).processInstanceKey;
      },
      async waiting() {
        // A job time-out of a millisecond leaves them as free as they were, once the engine has looked for time-outs.
        // zeebe-node's answer never comes when there were none, or the stream broke: then it is asked again.
        let jobs: { processInstanceKey: string }[] = [];
        await until(async () => {
          const asked = client.activateJobs({ type: 'wait', maxJobsToActivate: 100, timeout: 1, worker: 'test', requestTimeout: 2000 });
          jobs = await Promise.race([asked, new Promise<[]>((resolve) => setTimeout(resolve, 3_000, []))]);
          return jobs.length > 0;
        });
        return jobs.map((job) => job.processInstanceKey).sort();
      },
    });
  } finally {
    await client.close();
  }
}
