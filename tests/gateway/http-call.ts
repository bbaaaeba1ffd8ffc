import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

export interface Call {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | string;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names as they stood on the wire. */
  readonly names: readonly string[];
  readonly body: Buffer;
  /** False when the connection was cut before the answer was whole. */
  readonly isComplete: boolean;
}

/** One HTTP exchange, byte for byte: nothing is decoded, followed or repeated. */
export function call(url: string, { method, headers, body }: Partial<Call>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = open(url, { method: method ?? 'POST', headers: headers ?? {} });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          names: response.rawHeaders.filter((_, at) => at % 2 === 0),
          body: Buffer.concat(chunks),
          isComplete: response.complete,
        }),
      );
    });
    sent.end(body);
  });
}

/** A call that the test drives itself. */
export function open(url: string, { method, headers }: Omit<Call, 'body'>): ClientRequest {
  return request(url, { method, headers, agent: false });
}

/** The error object of a reply in OpenAI's shape. */
export function errorOf(reply: Reply): { code: string; message: string; type: string } {
  return JSON.parse(reply.body.toString('utf8')).error;
}
