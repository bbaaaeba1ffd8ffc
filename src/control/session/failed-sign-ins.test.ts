import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditFact } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import { makeId, platformTenantId } from '../../domain/ids.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import { FailedSignIns, type FailedSignInsUse, type SignInFailure } from './failed-sign-ins.ts';

/** A log in memory that can be out of order. */
class MemoryAuditLog implements AuditLog {
  readonly facts: AuditFact[] = [];
  isDown = false;

  async append({ entryId, fact }: Parameters<AuditLog['append']>[0]) {
    if (this.isDown) throw new MonagoError('audit_unavailable');
    this.facts.push(fact);
    return { entryId, log: 'memory', index: this.facts.length - 1 };
  }
}

describe('failed sign-ins', () => {
  let log: MemoryAuditLog;
  let now = 0;
  let failures: FailedSignIns;

  beforeEach(() => {
    log = new MemoryAuditLog();
    now = 1_000_000;
    const use: FailedSignInsUse = {
      auditLog: log,
      clock: { now: () => now, monotonic: () => now },
      random: { bytes: Buffer.alloc, id: (prefix) => makeId(prefix, now, Buffer.alloc(10)) },
      log: { info: () => {}, warn: () => {}, error: () => {} },
    };
    failures = new FailedSignIns(use);
  });

  const fail = (reason: SignInFailure = 'wrong_password') =>
    failures.record({
      tenantId: platformTenantId,
      reason,
      requestId: makeId('req', now, Buffer.alloc(10)),
    });
  const counts = () =>
    log.facts.map((fact) => (fact.type === 'auth.failed' ? (fact.count ?? 1) : 0));

  test('are written one by one when they are rare', async () => {
    await fail();
    now += 60_000;
    await fail();
    expect(counts()).toEqual([1, 1]);
  });

  test('are counted apart by reason', async () => {
    await fail('wrong_password');
    await fail('unknown_account');
    expect(log.facts).toMatchObject([{ reason: 'wrong_password' }, { reason: 'unknown_account' }]);
  });

  test('that nobody follows are written by the minute’s flush, once', async () => {
    for (let at = 0; at < 7; at++) await fail();
    await failures.flush('due');
    expect(counts()).toEqual([1]);
    now += 60_000;
    await failures.flush('due');
    await failures.flush('due');
    expect(counts()).toEqual([1, 6]);
  });

  test('are all in the log when the plane has closed', async () => {
    for (let at = 0; at < 4; at++) await fail();
    await failures.flush('closing');
    expect(counts()).toEqual([1, 3]);
  });

  test('wait for a log that is down, and none is lost', async () => {
    log.isDown = true;
    for (let at = 0; at < 3; at++) await fail();
    await failures.flush('due');
    expect(counts()).toEqual([]);
    log.isDown = false;
    await fail();
    expect(counts()).toEqual([4]);
  });

  test('are neither lost nor counted twice, whatever the order of things', async () => {
    let failed = 0;
    const steps: (() => Promise<void>)[] = [
      async () => {
        failed++;
        await fail();
      },
      () => failures.flush('due'),
      async () => {
        now += 25_000;
      },
      async () => {
        log.isDown = !log.isDown;
      },
    ];
    for (let at = 0; at < 600; at++) await steps[((at * 7919) % 11) % steps.length]?.();
    log.isDown = false;
    await failures.flush('closing');
    expect(counts().reduce((sum, count) => sum + count, 0)).toBe(failed);
    expect(failed).toBeGreaterThan(100);
  });
});
