// Tells an outage of the store from a fault: the driver's and mongoose's words, and the bare socket errors that reach us when it dies under a connection.

// The driver calls one of them without its prefix: what is under way when its heartbeat finds the store gone.
const NAMES = /^PoolClearedOnNetworkError$|^Mongo(ose)?(ClientClosed|Network(Timeout)?|ServerSelection|ServerClosed|PoolCleared|PoolClosed|WaitQueueTimeout|ConnectionPool\w*|NotConnected|TopologyClosed|OperationTimeout|Disconnected|BufferTimeout)Error$/;
const SOCKET = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'ENOTCONN']);

/** What a broken connection says of itself where only its message is left. */
const LOST = new RegExp(`connection|socket|pool|server selection|timed? ?out|\\b(${[...SOCKET].join('|')})\\b`, 'i');

/** Whether an error means that the store is away and the same work may succeed later. */
export function isStoreAway(error: unknown): boolean {
  const { name = '', message = '', code } = (error ?? {}) as { name?: string; message?: string; code?: unknown };
  // what broke a bulk off comes wrapped, without its name and cause; whatever the store itself refused bears a code
  if (name === 'MongoBulkWriteError' && code === undefined) return LOST.test(message);
  return NAMES.test(name) || SOCKET.has(String(code)) || (name === 'MongooseError' && /buffering timed out|initial connection/.test(message));
}
