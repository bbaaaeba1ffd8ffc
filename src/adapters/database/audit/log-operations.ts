import type { Pool } from 'pg';
import { encodeBase64 } from '../../../domain/audit/base64.ts';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { parseCheckpoint } from '../../../domain/audit/checkpoint.ts';
import { commit, saltBytes } from '../../../domain/audit/commitment.ts';
import type { AuditFact } from '../../../domain/audit/fact.ts';
import { parseNote, vkeyOf } from '../../../domain/audit/signed-note.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditWriter, CommittedHead } from '../audit-writer.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { storeNote } from './checkpoint-keeper.ts';
import { continues } from './continues.ts';
import { createLog, createLogKey, type LogMaking } from './create-log.ts';
import type { Mark } from './high-water.ts';
import { type LogHead, lockHead, type TreeHead } from './log-head.ts';
import { isSignedBy, type LogKeys } from './log-keys.ts';
import type { LogSigner } from './log-signer.ts';

export interface LogOperations extends LogMaking {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly auditLog: AuditWriter;
  readonly signer: LogSigner;
  /** Of this program. */
  readonly version: string;
}

/** What the operator is told about a log after something was done to it. */
export interface OperatedLog {
  readonly origin: string;
  readonly generation: number;
  /** Of the newest key. */
  readonly vkey: string;
}

export interface ReopenedLog extends OperatedLog {
  readonly continues: { readonly origin: string; readonly size: number };
}

const actor = { type: 'system', id: 'monago' } as const;

/**
 * Opens the log that follows a frozen one. Its first entry names the last tree that is to be trusted: what was signed
 * and stands outside the database, unless the database goes on from there. Calls that were open stay so in the old log.
 * @returns undefined when the log is not frozen
 */
export async function reopenLog(
  use: LogOperations,
  { tenantId, reason }: { readonly tenantId: TenantId; readonly reason: string },
): Promise<ReopenedLog | undefined> {
  const reopened = await inTransaction(use.pool, { tenantId }, async (execute) => {
    const head = await lockHead(execute, tenantId);
    if (head.state !== 'frozen') return undefined;
    const tree = await lastTrusted(use, head, execute);
    const log = { tenantId, generation: head.generation + 1 };
    await close(execute, head);
    await createLog(execute, log, use);
    await execute(
      'UPDATE audit_log SET opened_reason = $3 WHERE tenant_id = $1 AND generation = $2',
      [tenantId, log.generation, reason],
    );
    const bytes = utf8(reason);
    const salt = use.random.bytes(saltBytes);
    const fact: AuditFact = {
      type: 'log.opened',
      actor,
      version: use.version,
      continues: { origin: head.origin, size: tree.size, root: encodeBase64(tree.root) },
      reason: { commit: encodeBase64(commit(salt, bytes)), bytes: bytes.length },
    };
    const entry = { tenantId, entryId: use.random.id('aud'), fact, salt };
    const committed = await use.auditLog.appendWithin(execute, [entry]);
    const told = await describe(use, execute, committed);
    return { committed, told: { ...told, continues: { origin: head.origin, size: tree.size } } };
  });
  if (reopened === undefined) return undefined;
  await use.auditLog.afterCommit(reopened.committed);
  return reopened.told;
}

/**
 * Gives the log a further key. The old one vouches for it by an entry that says so, and goes on signing beside it until
 * the next rotation, so that whoever has pinned the old one alone notices nothing.
 * @throws MonagoError `audit_unavailable` when the log is frozen
 */
export async function rotateLogKey(use: LogOperations, tenantId: TenantId): Promise<OperatedLog> {
  const { committed, told } = await inTransaction(use.pool, { tenantId }, async (execute) => {
    const head = await lockHead(execute, tenantId);
    await use.signer.admit(head, execute);
    const old = await use.signer.keys(head, execute);
    const { generation, origin } = head;
    const version = head.keyVersion + 1;
    const key = { tenantId, generation, origin, version, signsFrom: head.size + 1 };
    const publicKey = await createLogKey(execute, key, use);
    await execute('UPDATE audit_head SET key_version = $2 WHERE tenant_id = $1', [
      tenantId,
      version,
    ]);
    const fact: AuditFact = {
      type: 'log.key_rotated',
      actor,
      old_vkey: newestVkey(old),
      new_vkey: vkeyOf(origin, publicKey),
    };
    const entry = { tenantId, entryId: use.random.id('aud'), fact };
    const rotated = await use.auditLog.appendWithin(execute, [entry]);
    return { committed: rotated, told: await describe(use, execute, rotated) };
  });
  await use.auditLog.afterCommit(committed);
  // The one checkpoint that both of them sign and that has the entry: who knows the old key alone needs it for ever.
  const note = {
    ...committed,
    note: use.signer.sign(committed),
    signedAt: new Date(use.clock.now()),
  };
  await inTransaction(use.pool, { tenantId }, (execute) => storeNote(execute, note));
  return told;
}

/** Stops a log that the operator does not trust any more. @returns whether it was written until now */
export async function freezeLog(
  use: LogOperations,
  { tenantId, reason }: { readonly tenantId: TenantId; readonly reason: string },
): Promise<boolean> {
  return inTransaction(use.pool, { tenantId }, async (execute) => {
    const head = await lockHead(execute, tenantId);
    if (head.state !== 'active') return false;
    const keys = await use.signer.keys(head, execute);
    await execute(
      `UPDATE audit_log SET state = 'frozen', frozen_at = now(), frozen_reason = $3, frozen_note = $4
       WHERE tenant_id = $1 AND generation = $2`,
      [tenantId, head.generation, reason, use.signer.floor(keys.origin)?.note ?? null],
    );
    return true;
  });
}

async function describe(
  { signer }: LogOperations,
  execute: Execute,
  { tenantId, generation }: CommittedHead,
): Promise<OperatedLog> {
  const keys = await signer.keysOf({ tenantId, generation }, execute);
  return { origin: keys.origin, generation, vkey: newestVkey(keys) };
}

function newestVkey({ origin, pinned }: LogKeys): string {
  const newest = pinned.at(-1) ?? pinned[0];
  return vkeyOf(origin, newest.publicKey);
}

async function close(execute: Execute, { tenantId, generation }: LogHead): Promise<void> {
  const log = [tenantId, generation];
  await execute(
    `UPDATE audit_log SET state = 'closed' WHERE tenant_id = $1 AND generation = $2`,
    log,
  );
  await execute('DELETE FROM audit_open_intent WHERE tenant_id = $1 AND generation = $2', log);
}

/** The stored head where it continues everything that was signed; otherwise the newest that was signed. */
async function lastTrusted(
  { signer }: LogOperations,
  head: LogHead,
  execute: Execute,
): Promise<TreeHead> {
  const keys = await signer.keys(head, execute);
  const signed = newer(signer.floor(head.origin), await frozenMark(execute, head, keys));
  return (await continues(head, signed, execute)) ? head : (signed ?? head);
}

function newer(left: Mark | undefined, right: Mark | undefined): Mark | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left.size >= right.size ? left : right;
}

/** What the node that froze the log had signed, as it wrote it down; only if it did sign it. */
async function frozenMark(
  execute: Execute,
  { tenantId, generation, origin }: LogHead,
  keys: LogKeys,
): Promise<Mark | undefined> {
  const [row] = await execute<{ readonly frozen_note: string | null }>(
    'SELECT frozen_note FROM audit_log WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  const note = row?.frozen_note ?? undefined;
  if (note === undefined || !isSignedBy(keys, note)) return undefined;
  const checkpoint = parseCheckpoint(parseNote(utf8(note)).text);
  return checkpoint.origin === origin ? { ...checkpoint, note } : undefined;
}
