import { createHash } from 'node:crypto';
import { concat, utf8 } from '../../domain/audit/bytes.ts';
import { verifyCosignature, type WitnessKey } from '../../domain/audit/cosignature.ts';
import { AuditFormatError } from '../../domain/audit/format-error.ts';
import { formatSignature, isOf, parseNote } from '../../domain/audit/signed-note.ts';
import { formatAddCheckpoint } from '../../domain/audit/witness/add-checkpoint.ts';
import type { CheckpointWitness, WitnessReply } from '../../ports/checkpoint-witness.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KmsReply, KmsTransport } from '../../ports/kms-transport.ts';
import { ed25519Verify } from './ed25519.ts';

export interface WitnessClientOptions {
  readonly name: string;
  readonly key: WitnessKey;
  /** Submission prefix. */
  readonly url: string;
  readonly transport: KmsTransport;
  readonly clock: Clock;
}

const timeoutMs = 1_000;
/** How far the clock of a witness may be ahead. */
const clockSkewMs = 5 * 60_000;
const conflictBody = /^(0|[1-9][0-9]{0,15})\n$/;

/** A witness at the other end of the operator's line. */
export function createWitnessClient(options: WitnessClientOptions): CheckpointWitness {
  const { name, key, transport } = options;
  const prefix = options.url.replace(/\/+$/, '');
  return {
    name,
    keyName: `${key.name}+${key.keyId}`,
    async add(request) {
      let reply: KmsReply;
      try {
        reply = await transport.request({
          method: 'POST',
          url: `${prefix}/add-checkpoint`,
          headers: { 'content-type': 'text/plain' },
          body: Buffer.from(formatAddCheckpoint(request)),
          timeoutMs,
        });
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'no answer';
        return { kind: 'unreachable', reason };
      }
      return understood(reply, request.note, options);
    },
    async newest(origin) {
      const hash = createHash('sha256').update(origin, 'utf8').digest('hex');
      const reply = await transport
        .request({
          method: 'GET',
          url: `${prefix}/${hash}/checkpoint`,
          headers: {},
          body: undefined,
          timeoutMs,
        })
        .catch(() => undefined);
      return reply?.status === 200 ? reply.body.toString('utf8') : undefined;
    },
  };
}

function understood(
  { status, body }: KmsReply,
  note: Uint8Array,
  use: WitnessClientOptions,
): WitnessReply {
  if (status === 200) return cosigned(body, note, use);
  if (status === 409) {
    const [, size] = conflictBody.exec(body.toString('latin1')) ?? [];
    if (size !== undefined) return { kind: 'conflict', size: Number(size) };
    return { kind: 'refused', status, reason: 'a conflict without a size' };
  }
  // An overloaded or broken witness, or the proxy in front of it, has not judged anything.
  if (status === 429 || status >= 500) return { kind: 'unreachable', reason: `status ${status}` };
  return { kind: 'refused', status, reason: meaningOf[status] ?? `status ${status}` };
}

const meaningOf: Readonly<Record<number, string>> = {
  400: 'it does not understand the request',
  403: 'it knows other keys of this log',
  404: 'it does not watch this log',
  422: 'the tree does not continue the one that it cosigned',
};

/** Only the line of the key that is trusted, and only when it verifies: the rest of an answer is anybody's word. */
function cosigned(
  body: Buffer,
  checkpoint: Uint8Array,
  { key, clock }: WitnessClientOptions,
): WitnessReply {
  try {
    const own = parseNote(concat(checkpoint, body))
      .signatures.filter((one) => isOf(one, key))
      .at(-1);
    if (own === undefined) return unverified('it has not cosigned under the key of the policy');
    const line = formatSignature(key, own.signature);
    const note = parseNote(concat(checkpoint, utf8(line)));
    const at = (verifyCosignature(note, key, ed25519Verify)?.time ?? 0) * 1000;
    if (at > clock.now() + clockSkewMs) return unverified('the clock of the witness is ahead');
    return { kind: 'cosigned', line, at };
  } catch (error) {
    if (error instanceof AuditFormatError) return unverified(error.message);
    throw error;
  }
}

function unverified(reason: string): WitnessReply {
  return { kind: 'refused', status: 200, reason };
}
