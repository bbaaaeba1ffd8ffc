import type { Pool } from 'pg';
import { inTransaction } from '../transaction.ts';
import { storeNote } from './checkpoint-keeper.ts';
import type { CheckpointWitnessing } from './checkpoint-witnessing.ts';
import { newestCosigned } from './cosignatures.ts';
import type { SignedHead } from './signed-head.ts';

export interface WitnessedHeadSource {
  /** Connections as monago_app. */
  readonly pool: Pool;
  /** Left out where there are no witnesses. */
  readonly witnessing?: () => CheckpointWitnessing;
}

/**
 * The head with what witnesses say of it. They are asked now, as far as they answer within a second or two, because what
 * is handed out should not be the word of the log alone. It is a little newer than the head where they were quicker.
 */
export async function witnessedHead(
  { pool, witnessing }: WitnessedHeadSource,
  head: SignedHead,
): Promise<{ readonly size: number; readonly checkpoint: string }> {
  const { log, origin, size, checkpoint } = head;
  const { tenantId } = log;
  if (witnessing !== undefined && head.state === 'active' && size > 0) {
    const note = { ...log, size, note: checkpoint, signedAt: new Date() };
    await inTransaction(pool, { tenantId }, (execute) => storeNote(execute, note));
    await witnessing().show({ ...log, origin });
  }
  const cosigned = await inTransaction(pool, { tenantId }, (execute) =>
    newestCosigned(execute, log, size - 1),
  );
  return cosigned === undefined
    ? { size, checkpoint }
    : { size: cosigned.size, checkpoint: cosigned.note };
}
