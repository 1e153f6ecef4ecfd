// How Zeebe's records arrive: the requests of its Elasticsearch exporter, on a port of its own, answered only when what they bring is durable.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Deps } from '../processes/deps.js';
import { receiveBulk } from '../processes/projection/receive.js';

/** A bulk is at most 10 MiB and one record (its `bulk.memoryLimit`); anything far above is not Zeebe. */
const LARGEST = 32 * 1024 * 1024;

const digest = (text: string) => createHash('sha256').update(text).digest();

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end(JSON.stringify(body));
}

class TooLarge extends Error {}

async function read(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req.iterator({ destroyOnReturn: false })) {
    size += (part as Buffer).length;
    if (size > LARGEST) throw new TooLarge(`a bulk of more than <${LARGEST}> bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * Starts the endpoint. Anything but a durable bulk is answered with 503, so that the exporter keeps it and sends it again.
 *
 * @param paused asked before each bulk: true while a rebuild is under way
 */
export function listenForRecords(deps: Deps, paused: () => Promise<boolean> = async () => false): Promise<{ server: Server; close(): Promise<void> }> {
  const { port, host, user, password } = deps.settings.records;
  const expected = digest(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  let busy: Promise<unknown> = Promise.resolve();

  const server = createServer((req, res) => {
    if (!timingSafeEqual(digest(req.headers.authorization ?? ''), expected)) return answer(res, 401, { error: 'not the broker' });
    if (req.method !== 'POST' || req.url !== '/_bulk') {
      // what the exporter asks once when it opens: settings of indexes that we do not have
      req.resume();
      return answer(res, 200, { acknowledged: true });
    }
    const work = async () => {
      try {
        const body = await read(req);
        if (await paused()) return answer(res, 503, { error: 'rebuilding' });
        await receiveBulk(body, deps);
        answer(res, 200, { errors: false, items: [] });
      } catch (error) {
        console.error(`records: ${(error as Error).message}`);
        // Whoever sends without end is not heard out: the connection ends with the answer.
        if (error instanceof TooLarge) res.setHeader('connection', 'close').once('finish', () => req.socket.destroySoon());
        answer(res, 503, { error: 'not kept' });
      }
    };
    // One bulk at a time: two partitions may meet in one case's document.
    busy = busy.then(work, work);
  });
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve({
      server,
      close: () => new Promise((done) => {
        server.close(() => done());
        // The bulk under way is heard out; a request that never ends is not waited for.
        void busy.then(() => server.closeAllConnections());
      }),
    }));
  });
}
