// A partner's own system as tests need it: it signs orders as it should (or not), and takes state changes back, or is down, slow or forgetful.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hand { method?: string; timestamp?: number; nonce?: string; secret?: string; /** What is sent instead of what was signed. */ forged?: string }

/** The headers and the body of a message that a partner signed. */
export function signedMessage(path: string, body: object | undefined, secret: string, { method = body ? 'POST' : 'GET', timestamp = Math.floor(Date.now() / 1000), nonce = randomBytes(16).toString('hex'), secret: other = secret, forged }: Hand = {}) {
  const text = body ? JSON.stringify(body) : '';
  const signature = createHmac('sha256', other).update(`${method}\n${path}\n${timestamp}\n${nonce}\n${text}`).digest('hex');
  return { headers: { ...(body && { 'content-type': 'application/json' }), 'x-timestamp': String(timestamp), 'x-nonce': nonce, 'x-signature': signature }, text: forged ?? text };
}

export interface Simulator {
  url: string;
  /** Every event that it took, in the order in which they came; one that came twice stands twice. */
  events: any[];
  /** Orders that it will not hear of, and with what status it says so. */
  refuses: Record<string, number>;
  /** What its register answers to look-ups, and what it was asked. */
  register: Record<string, object>; asked: any[];
  /** How it behaves from now on: as it should; down (nobody listens); failing; slow; it takes an event and the answer is lost; wrong: what it answers is no answer; late: it answers the question before; huge. */
  behave(how: 'well' | 'down' | 'failing' | 'slow' | 'forgetful' | 'wrong' | 'late' | 'huge'): Promise<void>;
  close(): Promise<void>;
}

const read = async (req: IncomingMessage): Promise<string> => { let text = ''; for await (const part of req) text += part; return text; };

/** Starts one. @param secrets the secrets that it knows; what none of them signed it refuses */
export async function startPartner(secrets: string[] = []): Promise<Simulator> {
  let how: Parameters<Simulator['behave']>[0] = 'well';
  const simulator = { events: [] as any[], refuses: {} as Record<string, number>, register: {} as Record<string, object>, asked: [] as any[] } as Simulator;
  const answer = (path: string, text: string, headers: IncomingMessage['headers']): [number, object] => {
    const wanted = secrets.map((secret) => createHmac('sha256', secret).update(`POST\n${path}\n${headers['x-timestamp']}\n${headers['x-nonce']}\n${text}`).digest('hex'));
    if (!String(headers['x-signature']).split(',').some((one) => wanted.includes(one))) return [401, { error: 'wrong signature' }];
    const body = JSON.parse(text);
    if (path.startsWith('/look-up')) {
      simulator.asked.push(body);
      const id = how === 'late' ? simulator.asked.at(-2)?.id : body.id;
      if (how === 'wrong') return [200, { id, found: 'maybe' }];
      return simulator.register[body.subject] ? [200, { id, found: true, data: how === 'huge' ? { all: 'x'.repeat(1_000_000) } : simulator.register[body.subject] }] : [200, { id, found: false }];
    }
    if (simulator.refuses[body.order]) return [simulator.refuses[body.order]!, { error: '没有这张工单' }];
    simulator.events.push(body);
    return [200, { taken: true }];
  };
  const make = (): Server => createServer(async (req, res) => {
    const text = await read(req);
    if (how === 'failing') return void res.writeHead(503).end('down for maintenance');
    const [status, body] = answer(req.url!, text, req.headers);
    if (how === 'forgetful') return void req.socket.destroy();
    if (how === 'slow') await new Promise((resolve) => { setTimeout(resolve, 30_000).unref(); });
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  let server: Server | undefined;
  let port = 0;
  const listen = async () => {
    server = make();
    await new Promise<void>((resolve) => { server!.listen(port, '127.0.0.1', resolve); });
    port = (server.address() as AddressInfo).port;
  };
  const shut = async () => {
    const ending = server;
    server = undefined;
    if (!ending) return;
    ending.closeAllConnections();
    await new Promise((resolve) => { ending.close(resolve); });
  };
  await listen();
  return Object.assign(simulator, {
    url: `http://127.0.0.1:${port}`, close: shut,
    async behave(next: typeof how) {
      how = next;
      if (how === 'down') await shut();
      else if (!server) await listen();
    },
  });
}
