import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connections, socketConnections } from '../../src/adapters/database/connections.ts';

/**
 * What happens to the next COMMIT of a batch. `lost`: it never reaches the server. `unanswered`: the server commits
 * and the answer is cut off. `late`: the client is cut off at once, the server gets the COMMIT later.
 */
export type CommitFault =
  | { readonly kind: 'lost' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'late'; readonly afterMs: number };

/** Stands between a node and the server's socket, and breaks connections at the worst moment. */
export interface FaultProxy {
  readonly connections: Connections;
  /** @returns when the fault has happened */
  breakNextCommit(fault: CommitFault): Promise<void>;
  /** Cuts every connection and accepts no other until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

const port = 5432;
const commitMessage = 'COMMIT\0';
const batchMark = 'FOR UPDATE OF h';

export async function openFaultProxy(
  target: { host: string; port: number },
  database: string,
): Promise<FaultProxy> {
  const directory = mkdtempSync(join(tmpdir(), 'monago-proxy-'));
  const path = join(directory, `.s.PGSQL.${port}`);
  const sockets = new Set<Socket>();
  let armed: { readonly fault: CommitFault; readonly happened: () => void } | undefined;
  let server: Server | undefined;

  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    return socket.on('close', () => sockets.delete(socket));
  };
  const relay = (client: Socket): void => {
    const upstream = track(createConnection(join(target.host, `.s.PGSQL.${target.port}`)));
    let isInBatch = false;
    client.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      isInBatch ||= text.includes(batchMark);
      if (!text.includes(commitMessage)) return void upstream.write(chunk);
      const fault = isInBatch ? armed : undefined;
      isInBatch = false;
      if (fault === undefined) return void upstream.write(chunk);
      armed = undefined;
      breakOff({ client, upstream, chunk }, fault.fault, fault.happened);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.end());
  };
  const open = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((client) => relay(track(client))).listen(path, resolve);
    });
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server?.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await open();
  return {
    connections: socketConnections({ host: directory, port }, database),
    breakNextCommit: (fault) =>
      new Promise((happened) => {
        armed = { fault, happened };
      }),
    open,
    shut,
    close: async () => {
      await shut();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Relayed {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly chunk: Buffer;
}

function breakOff(
  { client, upstream, chunk }: Relayed,
  fault: CommitFault,
  happened: () => void,
): void {
  client.removeAllListeners('close');
  if (fault.kind === 'unanswered') {
    upstream.removeAllListeners('data');
    upstream.once('data', () => {
      client.destroy();
      upstream.destroy();
      happened();
    });
    upstream.write(chunk);
    return;
  }
  client.destroy();
  if (fault.kind === 'lost') {
    upstream.destroy();
    happened();
    return;
  }
  setTimeout(() => {
    upstream.once('data', () => upstream.destroy());
    upstream.write(chunk);
    happened();
  }, fault.afterMs);
}
