// A door for our own commands: a running start can be asked, on the loopback address and with the password in running.json, to take a backup.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

// Digests are of one length whatever was sent; buffers that are not would throw, and end the start with everything below it.
const digest = (text) => createHash('sha256').update(text).digest();
const same = (a, b) => timingSafeEqual(digest(a), digest(b));

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 10_000) throw new Error('too much was sent');
  }
  return JSON.parse(text || '{}');
}

/**
 * @param {Record<string, (body: any) => Promise<unknown>>} commands by name
 * @returns {Promise<{ port: number, token: string, close: () => void }>}
 */
export function openControl(commands) {
  const token = randomBytes(24).toString('base64url');
  const server = createServer(async (request, response) => {
    const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const name = (request.url ?? '').slice(1);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!same(request.headers.authorization ?? '', `Bearer ${token}`) || request.method !== 'POST' || !command) return answer(404, { error: 'no such command' });
    try {
      return answer(200, await command(await bodyOf(request)));
    } catch (error) {
      return answer(500, { error: error.message });
    }
  });
  // A backup of much data takes its time before the first byte of the answer.
  server.requestTimeout = 0;
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve({ port, token, close: () => (server.close(), server.closeAllConnections()) });
    });
  });
}
