// The door for our own commands: whoever lacks its password gets nothing from it, and cannot end what stands behind it.
import { connect } from 'node:net';
import { once } from 'node:events';
import { openControl } from '../../runtime/control.mjs';

let control: Awaited<ReturnType<typeof openControl>>;
const asked: unknown[] = [];
beforeAll(async () => { control = await openControl({ backup: async (body: unknown) => { asked.push(body); return { done: true }; } }); });
afterAll(() => control.close());

/** Byte by byte, since a client would not send every header that somebody can. */
async function ask(authorization: string, path = '/backup'): Promise<string> {
  const socket = connect(control.port, '127.0.0.1');
  socket.write(Buffer.from(`POST ${path} HTTP/1.1\r\nhost: here\r\nauthorization: ${authorization}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`, 'latin1'));
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).slice(9, 12);
}

test('without the password there is no such command, whatever bytes are sent for it', async () => {
  for (const wrong of ['', 'Bearer ', `Bearer ${'x'.repeat(control.token.length)}`, `Bearer ${'\xe9'.repeat(control.token.length)}`]) expect(await ask(wrong)).toBe('404');
  expect(asked).toEqual([]);
});

test('with it a command is performed, and only one that there is', async () => {
  expect(await ask(`Bearer ${control.token}`)).toBe('200');
  expect(await ask(`Bearer ${control.token}`, '/constructor')).toBe('404');
  expect(asked).toEqual([{}]);
});
