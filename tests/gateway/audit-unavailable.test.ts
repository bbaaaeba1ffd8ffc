import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MonagoError } from '../../src/domain/errors.ts';
import type { AuditLog } from '../../src/ports/audit-log.ts';
import type { KeyVault } from '../../src/ports/key-vault.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

let site: GatewaySite;
let refuses: (type: string) => boolean;
let opened = 0;

// The real log and the real vault; the log can be made to refuse entries of a type, as it does when it is not reachable.
function refusing(log: AuditLog): AuditLog {
  return {
    append: (entry) =>
      refuses(entry.fact.type)
        ? Promise.reject(new MonagoError('audit_unavailable'))
        : log.append(entry),
  };
}

function counting(vault: KeyVault): KeyVault {
  return {
    seal: (secret, context) => vault.seal(secret, context),
    open: (sealed, context) => {
      opened += 1;
      return vault.open(sealed, context);
    },
  };
}

beforeEach(async () => {
  refuses = () => false;
  site = await openGatewaySite({
    ports: (ports) => ({
      ...ports,
      auditLog: refusing(ports.auditLog),
      vault: counting(ports.vault),
    }),
  });
  opened = 0;
});
afterEach(async () => {
  await site.close();
});

describe('503 audit_unavailable: the intent cannot be made durable', () => {
  test('the log is locked: no provider call, no key decrypted, nothing written later', async () => {
    const release = await lockEveryLog();
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'audit_unavailable']);
    expect(site.emulator.requests).toHaveLength(0);
    expect(opened).toBe(0);
    await release();
    expect((await site.chat()).status).toBe(200);
    expect(await site.entries('ai.request.intent')).toHaveLength(1);
  });

  test.each([false, true])('streaming: %s', async (stream) => {
    refuses = (type) => type === 'ai.request.intent';
    const reply = await site.chat({ stream });
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'audit_unavailable']);
    expect(reply.headers['x-monago-audit-id']).toBeUndefined();
    expect(site.emulator.requests).toHaveLength(0);
    expect(opened).toBe(0);
  });

  test('a denial that cannot be recorded is not given as such', async () => {
    refuses = (type) => type === 'ai.request.denied';
    const reply = await site.chat({ model: 'no-such-model' });
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'audit_unavailable']);
  });
});

describe('the outcome cannot be made durable', () => {
  test('503: a unary answer is not passed on', async () => {
    refuses = (type) => type === 'ai.request.outcome';
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'audit_unavailable']);
    expect(reply.body.toString('utf8')).not.toContain('choices');
    expect(site.emulator.requests).toHaveLength(1);
  });

  test('a stream ends with an error event and without [DONE]', async () => {
    refuses = (type) => type === 'ai.request.outcome';
    const text = (await site.chat({ stream: true })).body.toString('utf8');
    expect(text).toContain('"code":"audit_unavailable"');
    expect(text).not.toContain('[DONE]');
  });

  test('it is written once the log is back: every intent has one outcome', async () => {
    refuses = (type) => type === 'ai.request.outcome';
    await site.chat();
    await site.chat({ stream: true });
    expect(await site.entries('ai.request.outcome')).toHaveLength(0);
    refuses = () => false;
    await expect.poll(async () => (await site.entries('ai.request.outcome')).length).toBe(2);
    const intents = (await site.entries('ai.request.intent')).map((entry) => entry['id']);
    const outcomes = await site.entries('ai.request.outcome');
    expect(new Set(outcomes.map((entry) => entry['intent']))).toEqual(new Set(intents));
    expect(outcomes[0]).toMatchObject({
      http: 503,
      upstream_http: 200,
      error: 'audit_unavailable',
    });
    expect(outcomes[1]).toMatchObject({ http: 200, error: 'audit_unavailable' });
  });
});

test('503: the directory has not been confirmed for a while', async () => {
  const stale = await openGatewaySite({
    ports: (ports) => ({
      ...ports,
      directory: {
        isFresh: () => false,
        token: (tenantId, tokenId) => ports.directory.token(tenantId, tokenId),
        signingKey: (kid) => ports.directory.signingKey(kid),
        activeCredential: (tenantId, provider) =>
          ports.directory.activeCredential(tenantId, provider),
        fallbackCredential: (tenantId, provider) =>
          ports.directory.fallbackCredential(tenantId, provider),
        gatewaySettings: (tenantId) => ports.directory.gatewaySettings(tenantId),
        governance: (tenantId) => ports.directory.governance(tenantId),
      },
    }),
  });
  try {
    const reply = await stale.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([503, 'audit_unavailable']);
    expect(stale.emulator.requests).toHaveLength(0);
  } finally {
    await stale.close();
  }
});

/** Holds the lock that every append needs, from another session; returns how to let go of it. */
async function lockEveryLog(): Promise<() => Promise<void>> {
  const { connections } = site.control.database;
  const { Client } = (await import('pg')).default;
  const session = new Client(connections.asAdministrator());
  await session.connect();
  await session.query('BEGIN');
  await session.query('SELECT 1 FROM audit_head FOR UPDATE');
  return async () => {
    await session.query('ROLLBACK');
    await session.end();
  };
}
