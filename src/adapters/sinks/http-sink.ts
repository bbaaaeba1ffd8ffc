import { type FormatOptions, toBatch } from '../../domain/audit/export/record-format.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';

export interface HttpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly transport: KmsTransport;
}

const timeoutMs = 30_000;

/** Posts each batch as one request. Only 2xx counts: a receiver that answers anything else is asked again. */
export function httpSink(
  base: Pick<AuditSink, 'name' | 'from' | 'batchMax'>,
  { url, headers, transport }: HttpTarget,
  options: FormatOptions,
): AuditSink {
  return {
    ...base,
    deliver: async (entries) => {
      const { bytes, contentType } = toBatch(entries, options);
      const reply = await transport.request({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': contentType },
        body: Buffer.from(bytes),
        timeoutMs,
      });
      if (reply.status >= 200 && reply.status < 300) return;
      throw new Error(`${new URL(url).host}: status ${reply.status}`);
    },
    close: async () => undefined,
  };
}
