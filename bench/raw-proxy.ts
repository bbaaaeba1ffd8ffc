import { createServer, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

/*
 * The least that a proxy in this language can do: collect the body, change the authorization, pass the answer on. No
 * token check, no policy, no audit. What Monago costs beyond this is the price of governance.
 */

const upstream = new Pool(process.argv[2] ?? '', { connections: 64, pipelining: 1 });

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const only = parts.length === 1 ? parts[0] : undefined;
    upstream.dispatch(
      {
        method: request.method === 'GET' ? 'GET' : 'POST',
        path: request.url ?? '/',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
        body: only ?? Buffer.concat(parts),
      },
      passOn(response),
    );
  });
});

// A reply of known length goes out in one write, a stream piece by piece with back-pressure.
function passOn(response: ServerResponse): Dispatcher.DispatchHandler {
  let held: Buffer[] | undefined;
  return {
    onRequestStart() {},
    onResponseStart(_controller, status, headers) {
      const length = headers['content-length'];
      const passed: OutgoingHttpHeaders = { 'content-type': headers['content-type'] };
      if (length !== undefined) passed['content-length'] = String(length);
      response.writeHead(status, passed);
      if (length !== undefined) held = [];
    },
    onResponseData(controller, part) {
      if (held !== undefined) held.push(part);
      else if (!response.write(part)) {
        controller.pause();
        response.once('drain', () => controller.resume());
      }
    },
    onResponseEnd() {
      response.end(held === undefined ? undefined : Buffer.concat(held));
    },
    onResponseError() {
      response.destroy();
    },
  };
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    console.log(`ready at http://127.0.0.1:${address.port}`);
  }
});

// Ends with the process that started it, however that one ended.
process.stdin.resume().on('end', () => process.exit());
