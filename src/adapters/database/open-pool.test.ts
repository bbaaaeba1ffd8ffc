import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openPool } from './open-pool.ts';

/** A message of the PostgreSQL protocol, version 3: its type, its length, and what it says. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const authenticated = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const gone = message('E', Buffer.from('SFATAL\0C57P01\0Mthe server goes down\0\0'));

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen');
  return address;
}

test('a server that goes down right after a connection is open ends no process', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    // In one piece, so that the error is read before anybody has got the connection.
    socket.once('data', () => socket.end(Buffer.concat([authenticated, ready, gone])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  const unheard: unknown[] = [];
  const hear = (error: unknown) => unheard.push(error);
  process.prependListener('uncaughtException', hear);
  const warnings: string[] = [];
  const log = { warn: (event: string) => warnings.push(event) };
  const pool = openPool({ host: '127.0.0.1', port, user: 'a', database: 'a', ssl: false }, log);
  try {
    const client = await pool.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect(unheard).toEqual([]);
  } finally {
    process.off('uncaughtException', hear);
    await pool.end();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
