import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostgresApprovals } from '../../src/adapters/database/postgres-approvals.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { ApprovalId } from '../../src/domain/ids.ts';
import type { Approval, NewApproval } from '../../src/ports/approvals.ts';
import type { NewTenant, ServiceToken } from '../../src/ports/unit-of-work.ts';
import { quietLog } from '../support/quiet-log.ts';
import { random } from './audit-node.ts';
import { heldEntry, requestHash, someApproval } from './governed.ts';
import { codeOf, entryTypes, openSite, type Site, setUp, someToken } from './unit-of-work-site.ts';

describe('held requests', () => {
  let site: Site;
  let tenant: NewTenant;
  let stranger: NewTenant;
  let token: ServiceToken;
  let approvals: PostgresApprovals;
  let approval: NewApproval;
  let aheadMs = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    stranger = await site.anotherTenant();
    token = someToken(tenant);
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.insert(token, site.kid));
    approvals = openNode();
  });
  afterAll(async () => {
    await approvals.close();
    await site.close();
  });
  beforeEach(async () => {
    aheadMs = 0;
    approval = someApproval(token, { createdAt: clock.now(), content: 'the words of a prompt' });
    await approvals.open(approval, heldEntry(tenant, approval));
  });

  function openNode(): PostgresApprovals {
    const { database, auditLog } = site.node;
    const { directory } = site;
    const changes = { database, directory, random, clock, version: '0.0.0-test' };
    return new PostgresApprovals({ ...changes, audit: auditLog, log: quietLog }).start();
  }

  const decide = (status: 'approved' | 'rejected', id: ApprovalId = approval.id) =>
    site.unitOfWork.run(tenant.id, (tx) =>
      tx.approvals.decide(id, {
        status,
        decidedAt: clock.now(),
        decidedBy: tenant.administrator.id,
        reason: 'seen',
        expiresAt: clock.now() + 60_000,
      }),
    );
  const use = (change: object = {}) =>
    approvals.consume({
      tenantId: tenant.id,
      approvalId: approval.id,
      tokenId: token.id,
      requestHash,
      ...change,
    });
  const read = () => approvals.read(tenant.id, approval.id);
  const wait = (signal = AbortSignal.timeout(10_000)) =>
    approvals.waitFor(tenant.id, approval.id, signal);

  test('tell where the entry stands that says so', async () => {
    const other = someApproval(token, { createdAt: clock.now() });
    const held = heldEntry(tenant, other);
    expect(await approvals.open(other, held)).toMatchObject({
      entryId: held.entryId,
      index: (await entryTypes(site, tenant.id)).length - 1,
      log: expect.stringMatching(/\/log\//),
    });
  });

  test('are kept together with the entry that says so, or not at all', async () => {
    const { content: _, ...told } = approval;
    expect(await read()).toMatchObject({ ...told, status: 'pending', decidedBy: undefined });
    expect((await entryTypes(site, tenant.id)).at(-1)).toBe('ai.request.held');
    const other = someApproval(token, { createdAt: clock.now() });
    const held = heldEntry(tenant, other);
    const unfit = { ...held, fact: { ...held.fact, decision: 'nonsense' } };
    const before = await entryTypes(site, tenant.id);
    // @ts-expect-error: a fact that the log does not take
    expect(await codeOf(approvals.open(other, unfit))).toBe('internal');
    expect(await approvals.read(tenant.id, other.id)).toBeUndefined();
    expect(await entryTypes(site, tenant.id)).toEqual(before);
  });

  test.each(['approved', 'rejected'] as const)(
    'release whoever waits at once when they are %s, on every node',
    async (status) => {
      const elsewhere = openNode();
      const signal = AbortSignal.timeout(10_000);
      const waiting = [wait(), elsewhere.waitFor(tenant.id, approval.id, signal)];
      // Both have looked and found nothing decided before anybody decides.
      await Promise.all([read(), elsewhere.read(tenant.id, approval.id)]);
      const decidedAt = performance.now();
      await decide(status);
      for (const released of await Promise.all(waiting)) {
        expect(released).toMatchObject({ status, reason: 'seen', content: undefined });
      }
      expect(performance.now() - decidedAt).toBeLessThan(1_500);
      await elsewhere.close();
    },
  );

  test('release whoever waits when the signal aborts, undecided', async () => {
    const patience = new AbortController();
    const waiting = wait(patience.signal);
    patience.abort();
    expect((await waiting).status).toBe('pending');
    expect((await wait(AbortSignal.abort())).status).toBe('pending');
  });

  test('are decided once', async () => {
    await decide('rejected');
    expect(await codeOf(decide('approved'))).toBe('approval_closed');
    expect((await read())?.status).toBe('rejected');
  });

  test('are used once, however many ask at once', async () => {
    expect(await codeOf(use())).toBe('pending_approval');
    await decide('approved');
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(use())));
    expect(codes.filter((code) => code === 'none')).toHaveLength(1);
    expect(codes.filter((code) => code === 'approval_mismatch')).toHaveLength(7);
    expect((await read())?.usedAt).toBeGreaterThanOrEqual(approval.createdAt);
  });

  test('let nothing pass but the same request of the same key', async () => {
    await decide('approved');
    const other = someToken(tenant, 'another');
    expect(await codeOf(use({ tokenId: other.id }))).toBe('approval_mismatch');
    expect(await codeOf(use({ requestHash: Buffer.alloc(32) }))).toBe('approval_mismatch');
    expect(await codeOf(use({ tenantId: stranger.id }))).toBe('approval_mismatch');
    expect(await codeOf(use({ approvalId: random.id('apr') }))).toBe('approval_mismatch');
    expect(await codeOf(use())).toBe('none');
  });

  test('that are rejected or expired say so to whoever asked, and to nobody else', async () => {
    await decide('rejected');
    expect(await codeOf(use())).toBe('approval_rejected');
    expect(await codeOf(use({ requestHash: Buffer.alloc(32) }))).toBe('approval_mismatch');
  });

  test('are nothing to another tenant', async () => {
    expect(await approvals.read(stranger.id, approval.id)).toBeUndefined();
    const waiting = approvals.waitFor(stranger.id, approval.id, AbortSignal.timeout(10_000));
    expect(await codeOf(waiting)).toBe('approval_not_found');
  });

  describe('that nobody decides in time', () => {
    const expired = async () =>
      (await entryTypes(site, tenant.id)).filter((type) => type === 'approval.expired').length;

    test('are expired by whoever looks, with one entry however many do', async () => {
      const before = await expired();
      aheadMs = 61_000;
      const found = await Promise.all([read(), read(), wait(), read()]);
      expect(found.map((one: Approval | undefined) => one?.status)).toEqual(
        Array.from({ length: 4 }, () => 'expired'),
      );
      expect(await expired()).toBe(before + 1);
      expect(await codeOf(use())).toBe('approval_expired');
      expect(await codeOf(decide('approved'))).toBe('approval_closed');
    });

    test('are expired by the sweep, which goes through all tenants', async () => {
      const before = await expired();
      aheadMs = 61_000;
      await approvals.sweep();
      await approvals.sweep();
      expect(await expired()).toBeGreaterThan(before);
      const [row] = await site.fresh.asSuperuser<{ status: string; content: string | null }>(
        'SELECT status, content FROM approval WHERE approval_id = $1',
        [approval.id],
      );
      expect(row).toEqual({ status: 'expired', content: null });
    });

    test('are over, too, when they were approved and never used', async () => {
      await decide('approved');
      aheadMs = 61_000;
      expect(await codeOf(use())).toBe('approval_expired');
      expect((await read())?.status).toBe('expired');
    });
  });

  test('cannot be opened again by a statement, whoever sends it', async () => {
    await decide('rejected');
    for (const change of [
      `status = 'pending'`,
      `status = 'approved'`,
      `status = 'used', used_at = now()`,
      'request_hash = sha256(request_hash)',
    ]) {
      const statement = `UPDATE approval SET ${change} WHERE approval_id = $1`;
      await expect(site.fresh.asSuperuser(statement, [approval.id])).rejects.toMatchObject({
        code: 'MG003',
      });
    }
  });
});
