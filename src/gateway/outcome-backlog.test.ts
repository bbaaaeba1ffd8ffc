import { expect, test } from 'vitest';
import { MonagoError } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import type { AuditLog, NewEntry } from '../ports/audit-log.ts';
import { OutcomeBacklog } from './outcome-backlog.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const entryOf = (tenantId: TenantId, number: number): NewEntry => ({
  tenantId,
  entryId: `aud_${String(number).padStart(32, '0')}`,
  fact: {
    type: 'ai.request.outcome',
    actor: { type: 'system', id: 'monago' },
    intent: 'aud_00000000000000000000000000000000',
    status: 'ok',
    http: 200,
    latency_ms: 1,
  },
});

/** A log that is away for some tenants, and refuses what it is told to refuse. */
function logOf(away: Set<TenantId>, refused: ReadonlySet<string> = new Set()) {
  const written: string[] = [];
  const auditLog: AuditLog = {
    append: async ({ tenantId, entryId }) => {
      if (away.has(tenantId)) throw new MonagoError('audit_unavailable');
      if (refused.has(entryId)) throw new MonagoError('internal');
      written.push(entryId);
      return { entryId, log: 'log', index: written.length - 1 };
    },
  };
  return { auditLog, written };
}

test('entries of a log that is away wait, in order, and do not hold up another tenant', async () => {
  const away = new Set<TenantId>(['ten_a']);
  const { auditLog, written } = logOf(away);
  const backlog = new OutcomeBacklog(auditLog, quiet);
  const entries = [entryOf('ten_a', 1), entryOf('ten_b', 2), entryOf('ten_a', 3)];
  for (const entry of entries) backlog.keep(entry);
  await backlog.retry();
  expect(written).toEqual([entries[1]?.entryId]);
  away.clear();
  await backlog.retry();
  expect(written).toEqual([entries[1]?.entryId, entries[0]?.entryId, entries[2]?.entryId]);
});

test('an entry that never can be written is given up, and the ones behind it are written', async () => {
  const first = entryOf('ten_a', 1);
  const second = entryOf('ten_a', 2);
  const { auditLog, written } = logOf(new Set(), new Set([first.entryId]));
  const backlog = new OutcomeBacklog(auditLog, quiet);
  backlog.keep(first);
  backlog.keep(second);
  await backlog.retry();
  await backlog.retry();
  expect(written).toEqual([second.entryId]);
});

test('an entry that comes while others are tried is not lost', async () => {
  const { auditLog, written } = logOf(new Set());
  const backlog = new OutcomeBacklog(auditLog, quiet);
  backlog.keep(entryOf('ten_a', 1));
  const running = backlog.retry();
  backlog.keep(entryOf('ten_a', 2));
  await running;
  await backlog.retry();
  expect(written).toHaveLength(2);
});
