// An outage of the store is known by every name that the driver gives it.
import { createRequire } from 'node:module';
import mongoose from 'mongoose';
import { isStoreAway } from '../../processes/store/away.js';

const pool = createRequire(import.meta.url)('mongodb/lib/cmap/errors.js') as Record<string, new (...given: any[]) => Error>;
const server = { address: '127.0.0.1:1', serverError: undefined };

test.each(Object.keys(pool).filter((name) => /^(Pool|WaitQueue)/.test(name)))('<%s> of a connection pool says that the store is away', (name) => {
  const error = name.startsWith('WaitQueue') ? new pool[name]!('late', '127.0.0.1:1') : new pool[name]!(server);
  expect([error.name, isStoreAway(error)]).toEqual([error.name, true]);
});

test.each(['MongoNetworkError', 'MongoNetworkTimeoutError', 'MongoServerSelectionError', 'MongoNotConnectedError', 'MongoTopologyClosedError'] as const)('<%s> says that the store is away', (name) => {
  expect(isStoreAway(new (mongoose.mongo[name] as any)('gone', {}))).toBe(true);
});

test('a bulk that broke off with its connection says so, one that the store refused does not', () => {
  const bulk = (error: object) => new mongoose.mongo.MongoBulkWriteError(error as never, {} as never);
  expect(isStoreAway(bulk(new mongoose.mongo.MongoNetworkError('connection 7 to 127.0.0.1:1 closed')))).toBe(true);
  for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT']) expect(isStoreAway(bulk(new mongoose.mongo.MongoNetworkError(`read ${code}`)))).toBe(true);
  expect(isStoreAway(bulk(new TypeError('cannot read a field of undefined')))).toBe(false);
  expect(isStoreAway(bulk({ message: 'E11000 duplicate key, connection: x', code: 11000, writeErrors: [] }))).toBe(false);
});

test('a socket that broke says so, a refusal of the store does not', () => {
  expect(isStoreAway(Object.assign(new Error('write'), { code: 'EPIPE' }))).toBe(true);
  expect(isStoreAway(new mongoose.mongo.MongoServerError({ message: 'duplicate', code: 11000 }))).toBe(false);
  expect(isStoreAway(new TypeError('no'))).toBe(false);
  expect(isStoreAway(undefined)).toBe(false);
});
