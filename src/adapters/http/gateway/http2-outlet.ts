import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Outlet } from './outlet.ts';

/** What says something about a connection, which has no place in a stream (RFC 9113, section 8.2.2). */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** The answer is a stream of HTTP/2; the other streams of its connection notice nothing of how it ends. */
export class Http2Outlet implements Outlet {
  readonly out: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream) {
    this.out = stream;
  }

  get isHeadSent(): boolean {
    return this.out.headersSent;
  }

  get isGone(): boolean {
    const { aborted, destroyed, closed, writableEnded } = this.out;
    return aborted || ((destroyed || closed) && !writableEnded);
  }

  head(status: number, headers: readonly string[]): void {
    const fields: Record<string, string | string[]> = {};
    for (let at = 0; at + 1 < headers.length; at += 2) {
      const name = headers[at]?.toLowerCase() ?? '';
      const value = headers[at + 1] ?? '';
      const before = fields[name];
      if (!ofConnection.has(name))
        fields[name] = before === undefined ? value : [before, value].flat();
    }
    this.out.respond({ ...fields, ':status': status });
  }

  end(chunk?: Buffer): void {
    // Whoever still sends is told to stop, without an error, once the answer is out (RFC 9113, section 8.1).
    this.out.end(chunk, () => {
      if (!this.out.readableEnded) this.out.close(constants.NGHTTP2_NO_ERROR);
    });
  }

  cut(): void {
    this.out.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}
