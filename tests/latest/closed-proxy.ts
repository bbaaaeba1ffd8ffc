import { createServer } from 'node:http';

/** Where a program's way to anywhere but this machine ends. */
export interface ClosedProxy {
  readonly url: string;
  /** What was asked for, e.g. `api.example.com:443`. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A proxy that writes down who was to be reached, and reaches nobody. */
export async function openClosedProxy(): Promise<ClosedProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
