import { createHmac } from 'node:crypto';
import type { CheckpointAnchor } from '../../ports/checkpoint-anchor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';

export interface WebhookAnchorOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly url: string;
  readonly secret: Buffer;
  readonly transport: KmsTransport;
  readonly clock: Clock;
}

const timeoutMs = 10_000;

/** A receiver of the organisation's own. `Monago-Signature` is HMAC-SHA-256 over the time, a full stop and the body. */
export function createWebhookAnchor(options: WebhookAnchorOptions): CheckpointAnchor {
  const { name, everyMs, url, secret, transport, clock } = options;
  return {
    name,
    kind: 'webhook',
    everyMs,
    async anchor({ origin, size, cosigned }) {
      const checkpoint = Buffer.from(cosigned).toString('utf8');
      const body = Buffer.from(
        JSON.stringify({ type: 'audit.checkpoint', origin, size, checkpoint }),
      );
      const time = Math.floor(clock.now() / 1000);
      const signature = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
      const { status } = await transport.request({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          'monago-signature': `t=${time},v1=${signature}`,
        },
        body,
        timeoutMs,
      });
      if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
      const target = new URL(url);
      return { ref: target.origin + target.pathname };
    },
  };
}
