import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface Receiver {
  readonly port: number;
  close(): Promise<void>;
}

export interface SyslogCollector extends Receiver {
  readonly messages: string[];
  /** Closes the connections there are, as a collector that restarts does. */
  hangUp(): void;
}

/** A syslog collector with octet counting (RFC 6587), over TLS where it is given a certificate. */
export async function syslogCollector(
  tls?: { readonly cert: string; readonly key: string },
  port = 0,
): Promise<SyslogCollector> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let held = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      for (;;) {
        const space = held.indexOf(0x20);
        const length = Number(held.subarray(0, Math.max(space, 0)).toString());
        if (space < 1 || held.length < space + 1 + length) return;
        messages.push(held.subarray(space + 1, space + 1 + length).toString('utf8'));
        held = held.subarray(space + 1 + length);
      }
    });
  };
  const server = tls === undefined ? createTcpServer(serve) : createTlsServer(tls, serve);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    messages,
    port: portOf(server.address()),
    hangUp,
    close: async () => {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface SeenPost {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface HttpReceiver extends Receiver {
  readonly seen: SeenPost[];
  /** Status of the next answers; 200 when it has run out. */
  readonly statuses: number[];
}

/** Keeps what it is sent, refused requests included. */
export async function httpReceiver(): Promise<HttpReceiver> {
  const seen: SeenPost[] = [];
  const statuses: number[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      seen.push({ method, path, headers, body: Buffer.concat(chunks) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    seen,
    statuses,
    port: portOf(server.address()),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Computes a signature of AWS Signature Version 4 for S3 from what arrived, by the published steps. */
export function s3SignatureOf({ method, path, headers, body }: SeenPost, secret: string): string {
  const authorization = String(headers.authorization);
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '';
  const [, date = '', region = ''] = /Credential=[^/]+\/(\d+)\/([^/]+)/.exec(authorization) ?? [];
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const hash = createHash('sha256').update(body).digest('hex');
  const request = [method, path, '', lines.join(''), signed, hash].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(request).digest('hex'),
  ].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
