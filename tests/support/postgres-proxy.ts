import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How the next COMMIT is disturbed. */
export type Cut =
  /** The server never hears of it. */
  | 'before'
  /** The server carries it out, the answer is lost. */
  | 'answer'
  /** The client loses the connection at once, while the server is still busy with it. */
  | 'at-once';

export interface PostgresProxy {
  readonly socket: { readonly host: string; readonly port: number };
  /** Cuts the connection at the next COMMIT, once. */
  cutNextCommit(cut: Cut): void;
  /** Ends every connection now. */
  cutAll(): void;
  close(): Promise<void>;
}

const port = 5432;
const socketName = `.s.PGSQL.${port}`;
/** Body of the simple query message of protocol 3.0. */
const commitMessage = Buffer.from('COMMIT\0');

/** A network between Monago and PostgreSQL that fails on demand. */
export async function openPostgresProxy(server: { readonly host: string }): Promise<PostgresProxy> {
  const directory = mkdtempSync(join(tmpdir(), 'monago-proxy-'));
  const sockets = new Set<Socket>();
  let armed: Cut | undefined;

  const listener = createServer((client) => {
    const upstream = connect(join(server.host, socketName));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    relay(client, upstream, (bytes) => {
      const cut = bytes.includes(commitMessage) ? armed : undefined;
      if (cut !== undefined) armed = undefined;
      return cut;
    });
  });
  await new Promise<void>((resolve) => listener.listen(join(directory, socketName), resolve));
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    socket: { host: directory, port },
    cutNextCommit: (cut) => {
      armed = cut;
    },
    cutAll,
    close: async () => {
      cutAll();
      await new Promise((resolve) => listener.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function relay(client: Socket, upstream: Socket, cutOf: (bytes: Buffer) => Cut | undefined): void {
  let isAnswerLost = false;
  client.on('data', (bytes: Buffer) => {
    const cut = cutOf(bytes);
    isAnswerLost ||= cut !== undefined;
    if (cut === 'before') upstream.destroy();
    else upstream.write(bytes);
    if (cut === 'at-once') client.destroy();
  });
  upstream.on('data', (bytes: Buffer) => {
    if (isAnswerLost) upstream.destroy();
    else client.write(bytes);
  });
  upstream.on('close', () => client.destroy());
  client.on('close', () => {
    if (!isAnswerLost) upstream.destroy();
  });
}
