// What the program itself wrote of requests that failed by a fault of ours: an answer says only "500", its log says why.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Line { err: { type: string; message: string; stack: string }; request: { method: string; url: string; status: number } }

/** @param data the data folder of the system @returns a text per fault: the request, the error and where it came from; "come again" is none */
export function loggedFaults(data: string): string[] {
  const file = join(data, 'logs', 'app.log');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.includes('"a request failed"')).map((line) => JSON.parse(line) as Line);
  return lines.filter(({ request }) => request.status !== 503).map(({ err, request }) => `${request.method} ${request.url}: ${err.type} ${err.message}\n${err.stack}`);
}
