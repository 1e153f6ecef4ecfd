// Ports on this machine: is one taken, and one that is free and stays ours.
import { connect, createServer } from 'node:net';
import { Refusal } from './refusal.mjs';

/** @param {number} port @param {string} host @returns {Promise<NodeJS.ErrnoException | null>} why it cannot be listened on, or null */
function listenError(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Refuses a port that cannot be listened on, before anything slow is started.
 * @param {number} port @param {string} host */
export async function requirePort(port, host) {
  const error = await listenError(port, host);
  if (!error) return;
  if (error.code === 'EADDRINUSE') throw new Refusal(`Port ${port} on ${host} is taken by another program; end that one or choose another with --port.`, { final: true });
  if (error.code === 'EACCES') throw new Refusal(`Port ${port} needs more rights than this user has; choose one above 1023 with --port.`, { final: true });
  throw new Refusal(`Cannot listen on ${host}:${port} (${error.code}); choose another with --host or --port.`, { final: true });
}

const given = new Set();

/**
 * A free port on the loopback address, never the same twice from one process. From below the ephemeral range of every common system:
 * a client that reconnects to a dead port inside that range may be given that very port for its own end, and then talks to itself.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    if (given.has(port) || (await listenError(port, '127.0.0.1'))) continue;
    given.add(port);
    return port;
  }
  throw new Refusal('No free port was found between 15000 and 32000 on 127.0.0.1.', { final: true });
}

/** Does something accept connections there?
 * @param {number} port @param {string} [host] @returns {Promise<boolean>} */
export function accepts(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
