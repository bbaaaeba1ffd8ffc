import { randomBytes } from 'node:crypto';
import type { CheckpointAnchor } from '../../ports/checkpoint-anchor.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import { answersNonce, timestampQuery, timestampVerifier } from './timestamp.ts';

export interface TimestampAnchorOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly url: string;
  /** PEM of the certification authorities that are trusted. */
  readonly authorities: string;
  readonly transport: KmsTransport;
}

const timeoutMs = 10_000;
const nonceBytes = 16;

/** A time stamping authority (RFC 3161): that the checkpoint was there at a time. What it answers is verified before it counts. */
export function createTimestampAnchor(options: TimestampAnchorOptions): CheckpointAnchor {
  const { name, everyMs, url, transport } = options;
  const verify = timestampVerifier(options.authorities);
  return {
    name,
    kind: 'rfc3161',
    everyMs,
    async anchor({ note }) {
      const nonce = randomBytes(nonceBytes);
      const { status, body } = await transport.request({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/timestamp-query',
          accept: 'application/timestamp-reply',
        },
        body: Buffer.from(await timestampQuery(note, nonce)),
        timeoutMs,
      });
      if (status !== 200) throw new Error(`the authority answered ${status}`);
      const result = await verify(body, note);
      if (result.kind !== 'valid') throw new Error(result.message);
      if (!answersNonce(body, nonce)) throw new Error('the time stamp answers another request');
      const { origin, pathname } = new URL(url);
      return { ref: origin + pathname, receipt: body };
    },
  };
}
