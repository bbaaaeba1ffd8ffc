import { describe, expect, test } from 'vitest';
import type { AuditFact } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { Caller } from '../caller.ts';
import { type Look, ReadLog } from './read-log.ts';

const ada: Caller = {
  tenantId: `ten_${'1'.repeat(32)}`,
  userId: `usr_${'2'.repeat(32)}`,
  role: 'auditor',
  requestId: `req_${'3'.repeat(32)}`,
};
const bob: Caller = { ...ada, userId: `usr_${'4'.repeat(32)}` };

/** A log that keeps its facts, or is away, and a clock that is moved by hand. */
function world() {
  const facts: AuditFact[] = [];
  const state = { now: 1_000_000, isAway: false, facts };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const readLog = new ReadLog({
    auditLog: {
      append: async ({ entryId, fact }) => {
        if (state.isAway) throw new MonagoError('audit_unavailable');
        facts.push(fact);
        return { entryId, log: 'log', index: facts.length - 1 };
      },
    },
    clock: { now: () => state.now, monotonic: () => state.now },
    random: {
      bytes: (length) => Buffer.alloc(length),
      id: (prefix) => `${prefix}_${'0'.repeat(32)}`,
    },
    log,
  });
  const look = (first: number, end: number, more: Partial<Look> = {}) =>
    readLog.record({ by: ada, what: 'entries', first, end, ...more });
  return { state, facts, readLog, look };
}

const read = (first: number, end: number, count: number) => ({
  type: 'audit.read',
  what: 'entries',
  first,
  end,
  count,
});

describe('the log of who read the log', () => {
  test('writes the first look at once, and those of the same minute as one entry', async () => {
    const { state, facts, readLog, look } = world();
    await look(50, 100);
    expect(facts).toMatchObject([{ ...read(50, 100, 1), request_id: ada.requestId }]);
    await look(0, 50);
    await look(90, 140);
    expect(facts).toHaveLength(1);
    await readLog.flush('due');
    expect(facts).toHaveLength(1);
    state.now += 60_000;
    await readLog.flush('due');
    expect(facts.slice(1)).toMatchObject([{ ...read(0, 140, 2), actor: { id: ada.userId } }]);
    expect(facts[1]).not.toHaveProperty('request_id');
    state.now += 60_000;
    await look(7, 8);
    expect(facts.slice(2)).toMatchObject([read(7, 8, 1)]);
  });

  test('counts each person and each way of looking for itself', async () => {
    const { facts, look } = world();
    await look(0, 1);
    await look(0, 1, { by: bob });
    await look(0, 1, { what: 'receipt' });
    await look(0, 1, { what: 'receipt' });
    expect(facts).toHaveLength(3);
  });

  test('says nothing of a look at nothing', async () => {
    const { facts, look } = world();
    await look(0, 0);
    expect(facts).toEqual([]);
  });

  test('writes everything when it stops', async () => {
    const { facts, readLog, look } = world();
    await look(0, 1);
    await look(1, 2);
    await readLog.flush('closing');
    expect(facts.slice(1)).toMatchObject([read(1, 2, 1)]);
  });

  test('keeps what the log does not take, and never stands in the way', async () => {
    const { state, facts, look } = world();
    state.isAway = true;
    await look(10, 20);
    await look(30, 40);
    state.isAway = false;
    await look(0, 5);
    expect(facts).toMatchObject([read(0, 40, 3)]);
  });
});
