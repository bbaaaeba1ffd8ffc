import { setTimeout as pause } from 'node:timers/promises';
import { decodeBase64 } from '../../../domain/audit/base64.ts';
import { policyFile } from '../../../domain/audit/bundle.ts';
import type { Finding } from '../../../domain/audit/finding.ts';
import { type LogPolicy, parsePolicy, policyOf } from '../../../domain/audit/policy.ts';
import type { Ed25519Verify } from '../../../domain/audit/signed-note.ts';
import { type Verification, verifyBundle } from '../../../domain/audit/verify.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditLog } from '../../../ports/audit-log.ts';
import type { SelfCheck } from '../../../ports/audit-status.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Random } from '../../../ports/random.ts';
import { inTransaction } from '../transaction.ts';
import { type HeadSource, readSignedHead, type SignedHead } from './signed-head.ts';
import { openStoredBundle, type StoredBundle } from './stored-bundle.ts';

export interface SelfCheckDependencies extends HeadSource {
  readonly auditLog: AuditLog;
  readonly verifySignature: Ed25519Verify;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface SelfCheckRequest {
  readonly tenantId: TenantId;
  /** Milliseconds of rest ahead of each 256 entries, which leaves the machine to those who work. */
  readonly restMs: number;
}

interface Checked {
  readonly head: SignedHead;
  readonly verification: Verification;
  readonly wrongColumns: StoredBundle['wrongColumns'];
}

const firstFindingMax = 500;
const attemptsMax = 3;

/**
 * Verifies the whole of a tenant's log as an auditor would, from the stored bytes, and keeps the result beside the log
 * and in it. A log that was tampered with is frozen.
 * @throws MonagoError `audit_unavailable` where there is nothing that is signed
 */
export async function selfCheck(
  use: SelfCheckDependencies,
  request: SelfCheckRequest,
): Promise<SelfCheck> {
  const checked = await check(use, request, 1);
  const result = resultOf(checked, use.clock.now());
  const { head, verification } = checked;
  await store(use, head, result);
  if (head.state === 'active') await record(use, head, result);
  if (result.verdict === 'verified') return result;
  const { tenantId, generation } = head.log;
  const { findings, firstFinding: found } = result;
  use.log.error('audit_self_check_failed', { tenantId, origin: head.origin, findings, found });
  // Columns are what entries are found by and no evidence: without them the log is what it was.
  if (verification.verdict === 'tampered') {
    const reason = `the self-check found: ${result.firstFinding ?? ''}`.slice(0, firstFindingMax);
    const log = { tenantId, generation, origin: head.origin, size: head.size };
    use.signer.freeze(log, { reason, note: use.signer.floor(head.origin)?.note });
  }
  return result;
}

/** While leaves are being pruned a bundle is not of one moment; what is found then has to be found again. */
async function check(
  use: SelfCheckDependencies,
  request: SelfCheckRequest,
  attempt: number,
): Promise<Checked> {
  const head = await readSignedHead(use, request.tenantId);
  const { log, size, checkpoint } = head;
  const source = { pool: use.pool, log, size, checkpoint, keys: head.keys.pinned };
  const rest = async (): Promise<void> => {
    if (request.restMs > 0) await pause(request.restMs);
  };
  const bundle = await openStoredBundle(source, rest);
  const trust = {
    policy: await policyIn(bundle, head),
    isPinned: true,
    verifySignature: use.verifySignature,
  };
  const verification = await verifyBundle(bundle, { trust, now: use.clock.now() * 1000 });
  if (verification.verdict === 'verified' || attempt === attemptsMax) {
    return { head, verification, wrongColumns: bundle.wrongColumns };
  }
  return check(use, request, attempt + 1);
}

/** Witnesses as the bundle names them; but no key that is not the log's. */
async function policyIn(bundle: StoredBundle, { keys }: SignedHead): Promise<LogPolicy> {
  const bytes = await bundle.read(policyFile);
  const policy = bytes === undefined ? policyOf(...keys.pinned) : parsePolicy(bytes);
  return { ...policy, logs: keys.pinned };
}

function resultOf({ head, verification, wrongColumns }: Checked, now: number): SelfCheck {
  const counts = Object.values(verification.findingCounts);
  const findings = counts.reduce((sum, count) => sum + count, 0) + wrongColumns.count;
  const [first] = verification.findings;
  const isIndexed = wrongColumns.count === 0;
  return {
    checkedAt: now,
    size: head.size,
    root: verification.root,
    verdict: isIndexed ? verification.verdict : 'tampered',
    findings,
    firstFinding: first === undefined ? columnFinding(wrongColumns) : sentenceOf(first),
  };
}

function columnFinding({ first }: StoredBundle['wrongColumns']): string | undefined {
  if (first === undefined) return undefined;
  return `V18: entry ${first}: what it is found by is not what it says`;
}

function sentenceOf({ check: id, index, message }: Finding): string {
  const place = index === undefined ? '' : ` entry ${index}:`;
  return `${id}:${place} ${message}`.slice(0, firstFindingMax);
}

async function store(
  { pool }: SelfCheckDependencies,
  { log: { tenantId, generation } }: SignedHead,
  result: SelfCheck,
): Promise<void> {
  await inTransaction(pool, { tenantId }, (execute) =>
    execute(
      `INSERT INTO audit_selfcheck
         (tenant_id, generation, checked_at, size, root, verdict, findings, first_finding)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, generation) DO UPDATE SET checked_at = excluded.checked_at, size = excluded.size,
         root = excluded.root, verdict = excluded.verdict, findings = excluded.findings,
         first_finding = excluded.first_finding`,
      [
        tenantId,
        generation,
        new Date(result.checkedAt),
        result.size,
        Buffer.from(decodeBase64(result.root)),
        result.verdict,
        result.findings,
        result.firstFinding ?? null,
      ],
    ),
  );
}

async function record(
  { auditLog, random, log }: SelfCheckDependencies,
  { log: { tenantId } }: SignedHead,
  { size, root, verdict, findings }: SelfCheck,
): Promise<void> {
  const fact = {
    type: 'log.selfcheck',
    actor: { type: 'system', id: 'monago' },
    size,
    root,
    verdict,
    findings,
  } as const;
  try {
    await auditLog.append({ tenantId, entryId: random.id('aud'), fact });
  } catch (error) {
    // The result is kept beside the log too, and a log that refuses has said why.
    const reason = error instanceof Error ? error.message : 'unknown';
    log.warn('audit_self_check_not_recorded', { tenantId, reason });
  }
}
