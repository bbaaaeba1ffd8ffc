import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { MonagoError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { KmsReply, KmsRequest, KmsTransport } from '../../../ports/kms-transport.ts';

/** How to reach one key management service. */
export interface KmsService {
  readonly name: 'aws' | 'gcp' | 'azure' | 'vault';
  readonly transport: KmsTransport;
  /** For one call, its second attempt included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export type ServiceCall = Omit<KmsRequest, 'timeoutMs'>;

const attemptsMax = 2;
const retryAfterMs = 100;

/**
 * Sends one call and reads its answer. Throttling and faults of the service are tried a second time. Both bodies are
 * zeroed, whatever happens.
 * @param read gets every answer that is neither 429 nor 5xx; what it throws, unless it is a `MonagoError`, means that the
 *   answer made no sense. Its message is dropped: parsers quote what they could not read, and that may be a data key.
 * @throws MonagoError `kms_unavailable`
 */
export async function callService<T>(
  service: KmsService,
  call: ServiceCall,
  read: (reply: KmsReply) => T,
): Promise<T> {
  try {
    const reply = await send(service, call);
    try {
      return read(reply);
    } catch (error) {
      throw error instanceof MonagoError ? error : unavailable(service, 'an answer without sense');
    } finally {
      reply.body.fill(0);
    }
  } finally {
    call.body?.fill(0);
  }
}

async function send(service: KmsService, call: ServiceCall): Promise<KmsReply> {
  const deadline = service.clock.monotonic() + service.timeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    const timeoutMs = deadline - service.clock.monotonic();
    const reply = await service.transport.request({ ...call, timeoutMs });
    if (reply.status !== 429 && reply.status < 500) return reply;
    reply.body.fill(0);
    if (attempt === attemptsMax || timeoutMs < 2 * retryAfterMs) {
      throw unavailable(service, `status ${reply.status}`);
    }
    await pause(retryAfterMs);
  }
}

/** Parses a JSON answer. @throws when it is another one; only for use within `read` of `callService` */
export function readJson<T>(schema: z.ZodType<T>, { body }: KmsReply): T {
  return schema.parse(JSON.parse(body.toString('utf8')));
}

/** @param because for the log: a status, a code; MUST NOT quote an answer */
export function unavailable({ name }: Pick<KmsService, 'name'>, because: string): MonagoError {
  return new MonagoError('kms_unavailable', { internal: `${name} key management: ${because}` });
}

export function unreadable(kekRef: string): MonagoError {
  return new MonagoError('credential_unreadable', {
    internal: `a data key does not unwrap under ${kekRef} in its context`,
  });
}

/** An error code of a service, fit for a log line. */
export function plainCode(code: unknown): string {
  return typeof code === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(code) ? code : 'no code';
}
