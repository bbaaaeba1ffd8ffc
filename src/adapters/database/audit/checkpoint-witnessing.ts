import type { Pool } from 'pg';
import { proveConsistency } from '../../../domain/audit/proof.ts';
import type { CheckpointWitness } from '../../../ports/checkpoint-witness.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { askWitness, type WitnessOutcome } from './ask-witness.ts';
import { storeCosignature } from './cosignatures.ts';
import { holdToWitness } from './hold-to-witness.ts';
import { readHead } from './log-head.ts';
import type { LogSigner } from './log-signer.ts';
import {
  type DueLog,
  newestStored,
  type Progress,
  storeWitnessAttempt,
  witnessProgress,
} from './publication-rows.ts';
import { storedHashReader } from './stored-tiles.ts';

export interface WitnessingDependencies {
  readonly pool: Pool;
  readonly witnesses: readonly CheckpointWitness[];
  readonly clock: Clock;
  readonly log: Log;
  /** Freezes a log that a witness has proof against; left out, the operator is only told. */
  readonly signer?: LogSigner;
}

/** A witness that did not answer this often is left alone for the rest of the round. */
const silencesMax = 2;

/** One round of showing checkpoints to witnesses. */
export class CheckpointWitnessing {
  readonly #use: WitnessingDependencies;
  readonly #silences = new Map<string, number>();

  constructor(use: WitnessingDependencies) {
    this.#use = use;
  }

  /** Shows the newest checkpoint of the log to each witness that has seen less. */
  async show(log: DueLog): Promise<void> {
    const { newest, progress } = await this.#ask(log, async (execute) => ({
      newest: await newestStored(execute, log),
      progress: await witnessProgress(execute, log),
    }));
    if (newest === undefined) return;
    const asked = this.#use.witnesses.filter(
      ({ keyName }) =>
        (log.closed?.witnesses.includes(keyName) ?? true) &&
        (progress.get(keyName)?.size ?? 0) < newest.size &&
        (this.#silences.get(keyName) ?? 0) < silencesMax,
    );
    await Promise.all(
      asked.map(async (witness) => {
        const before = progress.get(witness.keyName);
        const outcome = await this.#question(log, witness, { ...newest, since: before?.size ?? 0 });
        await this.#keep(log, { witness, before, outcome, size: newest.size });
      }),
    );
  }

  #question(
    log: DueLog,
    witness: CheckpointWitness,
    checkpoint: { readonly size: number; readonly note: string; readonly since: number },
  ): Promise<WitnessOutcome> {
    const { size } = checkpoint;
    return askWitness(witness, {
      ...checkpoint,
      prove: (since) =>
        this.#ask(log, (execute) =>
          proveConsistency(since, size, storedHashReader(execute, log, size)),
        ),
      sizeNow: () => this.#sizeNow(log, size),
    });
  }

  async #sizeNow(log: DueLog, shown: number): Promise<number> {
    // The head is that of the log which follows.
    if (log.closed !== undefined) return shown;
    return (await this.#ask(log, (execute) => readHead(execute, log.tenantId))).size;
  }

  async #keep(log: DueLog, answer: Answer): Promise<void> {
    const { outcome, witness, size } = answer;
    const { keyName } = witness;
    const at = new Date(this.#use.clock.now());
    await this.#ask(log, async (execute) => {
      if (outcome.kind === 'cosigned') {
        await storeCosignature(execute, log, { size, keyName, ...outcome });
        const attempt = { keyName, at, size, status: undefined, problem: undefined };
        await storeWitnessAttempt(execute, log, attempt);
      } else {
        const { status, problem } = outcome;
        await storeWitnessAttempt(execute, log, { keyName, at, size: 0, status, problem });
      }
    });
    this.#tell(log, answer);
    if (outcome.kind === 'failed' && outcome.isContradiction) await this.#hold(log, witness);
  }

  async #hold(log: DueLog, witness: CheckpointWitness): Promise<void> {
    const { pool, signer } = this.#use;
    const note = await witness.newest(log.origin);
    if (note !== undefined && signer !== undefined)
      await holdToWitness({ pool, signer }, log, note);
  }

  /** An operator is told when something begins or ends, not every ten seconds of it. */
  #tell({ origin }: DueLog, { witness, before, outcome, size }: Answer): void {
    const { log } = this.#use;
    const fields = { origin, witness: witness.name, size };
    if (outcome.kind === 'cosigned') {
      if (before?.problem !== undefined) log.info('audit_witness_recovered', fields);
      return;
    }
    const { status, problem, isContradiction } = outcome;
    if (status === undefined) {
      this.#silences.set(witness.keyName, (this.#silences.get(witness.keyName) ?? 0) + 1);
    }
    if (before?.problem === problem) return;
    if (isContradiction) log.error('audit_witness_contradicts', { ...fields, status, problem });
    else if (status === undefined) log.warn('audit_witness_silent', { ...fields, problem });
    else log.error('audit_witness_refused', { ...fields, status, problem });
  }

  #ask<T>({ tenantId }: DueLog, question: (execute: Execute) => Promise<T>): Promise<T> {
    return inTransaction(this.#use.pool, { tenantId }, question);
  }
}

interface Answer {
  readonly witness: CheckpointWitness;
  readonly before: Progress | undefined;
  readonly outcome: WitnessOutcome;
  readonly size: number;
}
