import { utf8 } from '../../../domain/audit/bytes.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import type { CheckpointWitness, WitnessReply } from '../../../ports/checkpoint-witness.ts';

/** A signed checkpoint of a log, and what a witness needs to see that it continues an earlier one. */
export interface WitnessQuestion {
  readonly size: number;
  readonly note: string;
  /** What the witness cosigned last, as far as is known here; 0 for nothing. */
  readonly since: number;
  /** RFC 6962 consistency proof from a smaller size that is not 0. */
  readonly prove: (since: number) => Promise<readonly Uint8Array[]>;
  /** Entries that the log has by now. */
  readonly sizeNow: () => Promise<number>;
}

export type WitnessOutcome =
  | { readonly kind: 'cosigned'; readonly line: string; readonly at: number }
  | {
      readonly kind: 'failed';
      /** Undefined when there was no answer. */
      readonly status: number | undefined;
      readonly problem: string;
      /** What the witness says that it cosigned contradicts the log: one of them was changed. */
      readonly isContradiction: boolean;
    };

const attemptsMax = 3;

/** Asks a witness to cosign, starting from the size that it knows, whatever that is. Never rejects for its answers. */
export async function askWitness(
  witness: CheckpointWitness,
  question: WitnessQuestion,
): Promise<WitnessOutcome> {
  let since = question.since;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const proof = await proofFrom(since, question);
    if (proof === undefined) return contradiction(422, 'hashes of the log are missing');
    const reply = await witness.add({ oldSize: since, proof, note: utf8(question.note) });
    if (reply.kind !== 'conflict') return outcomeOf(reply);
    if (reply.size === since) {
      return contradiction(409, `it has cosigned another tree of ${since} entries`);
    }
    if (reply.size > question.size) return ahead(reply.size, await question.sizeNow());
    since = reply.size;
  }
  return {
    kind: 'failed',
    status: 409,
    problem: 'its size keeps changing',
    isContradiction: false,
  };
}

async function proofFrom(
  since: number,
  { size, prove }: WitnessQuestion,
): Promise<readonly Uint8Array[] | undefined> {
  if (since === 0 || since === size) return [];
  try {
    return await prove(since);
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}

/** It may have been given a newer checkpoint by another node meanwhile; beyond what there is, the log was cut off. */
function ahead(cosigned: number, sizeNow: number): WitnessOutcome {
  if (cosigned <= sizeNow) {
    return { kind: 'failed', status: 409, problem: 'it was quicker', isContradiction: false };
  }
  return contradiction(409, `it has cosigned ${cosigned} entries, and the log has ${sizeNow}`);
}

function outcomeOf(reply: Exclude<WitnessReply, { readonly kind: 'conflict' }>): WitnessOutcome {
  if (reply.kind === 'cosigned') return reply;
  const problem = reply.reason.slice(0, 500);
  if (reply.kind === 'unreachable') {
    return { kind: 'failed', status: undefined, problem, isContradiction: false };
  }
  const { status } = reply;
  return { kind: 'failed', status, problem, isContradiction: status === 422 };
}

function contradiction(status: number, problem: string): WitnessOutcome {
  return { kind: 'failed', status, problem, isContradiction: true };
}
