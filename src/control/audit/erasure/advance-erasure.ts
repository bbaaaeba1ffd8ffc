import type { RequestId, TenantId } from '../../../domain/ids.ts';
import type { ErasedBatch, Erasure } from '../../../ports/audit-content.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Random } from '../../../ports/random.ts';
import type { TenantTransaction, UnitOfWork } from '../../../ports/unit-of-work.ts';
import { committedReason } from '../committed-reason.ts';
import { erasedFact } from './erased-fact.ts';

export interface ErasureUse {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly random: Random;
}

export interface ErasureUnderWay {
  readonly tenantId: TenantId;
  readonly erasure: Erasure;
}

// The log waits meanwhile.
const entriesMax = 1_000;

/** Goes on, one transaction after the other, each with its entry, until it is done, held, or late. */
export async function advanceErasure(
  { tenantId, erasure }: ErasureUnderWay,
  use: ErasureUse,
  isLate: () => boolean = () => false,
): Promise<Erasure> {
  let state = erasure;
  while (state.state === 'running' && !isLate()) {
    state = await use.unitOfWork.run(tenantId, (tx) => advance(state, tx, use));
  }
  return state;
}

/** Takes up again what was held, and goes on with what was left. */
export async function resumeErasure(
  tenantId: TenantId,
  id: Erasure['id'],
  use: ErasureUse,
): Promise<Erasure> {
  const erasure = await use.unitOfWork.run(tenantId, async (tx) =>
    advance(await tx.erasures.byId(id), tx, use),
  );
  return advanceErasure({ tenantId, erasure }, use);
}

/** The first step, which is an entry also where there is nothing to erase: somebody has asked for it. */
export async function eraseNext(
  erasure: Erasure,
  tx: TenantTransaction,
  use: ErasureUse & { readonly requestId: RequestId },
): Promise<Erasure> {
  const state = await advance(erasure, tx, use);
  if (state.erased === 0) record({ erasure, batch: nothing }, tx, use);
  return state;
}

type Step = ErasureUse & { readonly requestId?: RequestId };

async function advance(erasure: Erasure, tx: TenantTransaction, use: Step): Promise<Erasure> {
  const limits = { entriesMax, now: use.clock.now() };
  const { erasure: state, batch } = await tx.erasures.advance(erasure.id, limits);
  if (batch !== undefined) record({ erasure, batch }, tx, use);
  return state;
}

const nothing: ErasedBatch = { ranges: [], count: 0, log: undefined };

function record(
  { erasure, batch }: { readonly erasure: Erasure; readonly batch: ErasedBatch },
  tx: TenantTransaction,
  { random, requestId }: Step,
): void {
  const words = committedReason(erasure.reason, random);
  const base = {
    actor: { type: 'user', id: erasure.requestedBy },
    ...(requestId === undefined ? {} : { request_id: requestId }),
  } as const;
  const fact = {
    ...erasedFact(base, erasure.basis, batch),
    reason: words.reason,
    erasure: erasure.id,
  };
  tx.audit(fact, words.salt, words.content);
}
