import type { Pool } from 'pg';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { parseCheckpoint } from '../../../domain/audit/checkpoint.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { parseNote } from '../../../domain/audit/signed-note.ts';
import { inTransaction } from '../transaction.ts';
import { readHead } from './log-head.ts';
import { isSignedBy } from './log-keys.ts';
import type { LogSigner } from './log-signer.ts';
import type { DueLog } from './publication-rows.ts';

/**
 * Freezes the log when it does not continue a checkpoint that a witness has. The word of the witness is not enough for
 * that, or anybody who answers in its place could stop the log: the checkpoint has to bear the log's own signature.
 * @param note MUST have been had from the witness before this is called
 */
export async function holdToWitness(
  { pool, signer }: { readonly pool: Pool; readonly signer: LogSigner },
  { tenantId, generation, origin }: DueLog,
  note: string,
): Promise<void> {
  const checkpoint = readCheckpoint(note);
  if (checkpoint?.origin !== origin) return;
  await inTransaction(pool, { tenantId }, async (execute) => {
    const head = await readHead(execute, tenantId);
    if (head.generation !== generation) return;
    const keys = await signer.keys(head, execute);
    if (isSignedBy(keys, note)) await signer.isTrusted(head, { ...checkpoint, note }, execute);
  });
}

function readCheckpoint(note: string) {
  try {
    return parseCheckpoint(parseNote(utf8(note)).text);
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}
