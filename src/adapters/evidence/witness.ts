import { signCosignature } from '../../domain/audit/cosignature.ts';
import type { NoteSigner } from '../../domain/audit/signed-note.ts';
import { judgeSubmission } from '../../domain/audit/witness/judge-submission.ts';
import {
  type Refusal,
  readSubmission,
  type Submission,
} from '../../domain/audit/witness/submission.ts';
import type { WatchedLogs } from '../../domain/audit/witness/watched-logs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { ed25519Verify } from './ed25519.ts';
import type { WitnessMemory } from './witness-memory.ts';

export interface WitnessDependencies {
  readonly signer: NoteSigner;
  readonly memory: WitnessMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for each request, because the logs that are watched may change while the witness runs. */
  readonly logs: () => WatchedLogs;
}

export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly lines: string }
  | { readonly kind: 'conflict'; readonly size: number }
  | Refusal
  /** Too many requests for one log at a time. */
  | { readonly kind: 'busy' };

const waitingMax = 64;

/**
 * Cosigns what continues the tree that it cosigned last, and remembers it before anybody gets the cosignature: what a
 * crash takes away was never said. One request of a log is judged at a time.
 */
export class Witness {
  readonly #use: WitnessDependencies;
  readonly #queues = new Map<string, { waiting: number; last: Promise<unknown> }>();

  constructor(use: WitnessDependencies) {
    this.#use = use;
  }

  /** The body of an `add-checkpoint` request (c2sp.org/tlog-witness). */
  async add(body: Uint8Array): Promise<WitnessAnswer> {
    const read = readSubmission(body, this.#use.logs(), ed25519Verify);
    if (read.kind === 'refused') return read;
    const { submission } = read;
    const { origin } = submission.checkpoint;
    const queue = this.#queues.get(origin) ?? { waiting: 0, last: Promise.resolve() };
    if (queue.waiting >= waitingMax) return { kind: 'busy' };
    this.#queues.set(origin, queue);
    queue.waiting += 1;
    const answer = queue.last.then(() => this.#decide(submission));
    queue.last = answer
      .catch(() => undefined)
      .finally(() => {
        queue.waiting -= 1;
      });
    return answer;
  }

  /** The newest cosigned checkpoint, by the SHA-256 of the origin in hex. */
  newest(hash: string): string | undefined {
    return this.#use.memory.byHash(hash)?.note;
  }

  async #decide(submission: Submission): Promise<WitnessAnswer> {
    const { memory, clock, signer, log } = this.#use;
    const { checkpoint, text, note } = submission;
    const judgement = judgeSubmission(submission, memory.last(checkpoint.origin)?.checkpoint);
    if (judgement.kind !== 'continues') {
      const { origin, size } = checkpoint;
      // Signed by the log, and yet not a continuation: that may be all the proof there is of a second history.
      log.warn('witness_refused', { origin, size, reason: judgement.kind, checkpoint: note });
      return judgement;
    }
    const lines = signCosignature(text, Math.floor(clock.now() / 1000), signer);
    await memory.keep({ checkpoint, note: note + lines });
    return { kind: 'cosigned', lines };
  }
}
