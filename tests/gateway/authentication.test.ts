import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';
import { call, errorOf, type Reply } from './http-call.ts';

let site: GatewaySite;
let aheadMs = 0;
const movable: Clock = {
  now: () => systemClock.now() + aheadMs,
  monotonic: () => systemClock.monotonic() + aheadMs,
};

beforeAll(async () => {
  site = await openGatewaySite({ ports: (ports) => ({ ...ports, clock: movable }) });
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
  aheadMs += 120_000;
});

function chat(headers: Record<string, string | string[]>): Promise<Reply> {
  return call(`${site.url}/v1/chat/completions`, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(simpleChat),
  });
}

describe('200: the token is accepted in each header that clients use', () => {
  test.each([
    ['authorization', 'Bearer '],
    ['authorization', 'bearer '],
    ['x-api-key', ''],
    ['api-key', ''],
  ])('%s: %j', async (name, prefix) => {
    const reply = await chat({ [name]: `${prefix}${site.token}` });
    expect(reply.status).toBe(200);
    const [seen] = site.emulator.requests;
    expect(seen?.headers.authorization).toBe(`Bearer ${site.control.providerKey}`);
    expect(JSON.stringify(seen?.rawHeaders)).not.toContain(site.token);
  });

  test('the same token twice', async () => {
    const reply = await chat({ authorization: `Bearer ${site.token}`, 'x-api-key': site.token });
    expect(reply.status).toBe(200);
  });
});

describe('401 invalid_token', () => {
  const cases: [string, () => Record<string, string | string[]>][] = [
    ['missing', () => ({})],
    ['malformed', () => ({ authorization: 'Basic abc' })],
    ['malformed', () => ({ authorization: 'Bearer' })],
    ['malformed', () => ({ authorization: 'Bearer not-a-token' })],
    ['ambiguous', () => ({ authorization: `Bearer ${site.token}`, 'x-api-key': 'another' })],
    ['signature', () => ({ authorization: `Bearer ${site.token.slice(0, -6)}AAAAAA` })],
  ];
  test.each(cases)('%s', async (reason, headers) => {
    const reply = await chat(headers());
    expect([reply.status, errorOf(reply).code]).toEqual([401, 'invalid_token']);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    expect(reply.headers['x-should-retry']).toBe('false');
    expect(site.emulator.requests).toHaveLength(0);
    const failure = await site.lastEntry('auth.failed');
    expect(failure).toMatchObject({
      reason,
      tenant_of_log: 'platform',
      actor: { type: 'anonymous', id: 'unknown' },
    });
    expect(reply.headers['x-monago-audit-id']).toBe(failure?.['id']);
    aheadMs += 120_000;
  });

  test('revoked: at once, and audited under its organisation', async () => {
    const { id, jwt } = await site.newToken();
    expect((await chat({ authorization: `Bearer ${jwt}` })).status).toBe(200);
    await site.admin.post(`/api/tokens/${id}/revoke`);
    const reply = await chat({ authorization: `Bearer ${jwt}` });
    expect([reply.status, errorOf(reply).code]).toEqual([401, 'invalid_token']);
    const failure = await site.lastEntry('auth.failed');
    expect(failure).toMatchObject({ reason: 'revoked', actor: { type: 'token', id } });
    expect(failure?.tenant_of_log).not.toBe('platform');
  });

  test('403: a key that reads the audit log calls no models, whatever is asked', async () => {
    const body = { name: 'reader', scope: 'audit.read' };
    const { token, jwt } = (await site.admin.post('/api/tokens', body)).json();
    const headers = { authorization: `Bearer ${jwt}` };
    const reply = await chat(headers);
    expect([reply.status, errorOf(reply).code]).toEqual([403, 'forbidden']);
    expect(site.emulator.requests).toHaveLength(0);
    const failure = await site.lastEntry('auth.failed');
    expect(failure).toMatchObject({
      reason: 'wrong_scope',
      actor: { type: 'token', id: token.id },
    });
    expect((await call(`${site.url}/v1/models`, { method: 'GET', headers })).status).toBe(403);
  });

  test('expired: audited under its organisation', async () => {
    const { jwt } = await site.newToken();
    aheadMs += 31 * 24 * 3_600_000;
    const reply = await chat({ authorization: `Bearer ${jwt}` });
    aheadMs -= 31 * 24 * 3_600_000;
    expect(reply.status).toBe(401);
    const failure = await site.lastEntry('auth.failed');
    expect(failure).toMatchObject({ reason: 'expired', actor: { type: 'token' } });
    expect(failure?.tenant_of_log).not.toBe('platform');
  });

  test('a flood of them becomes one entry a minute, with their number', async () => {
    const before = (await site.entries('auth.failed')).length;
    const replies = await Promise.all(Array.from({ length: 50 }, () => chat({})));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]));
    const named = replies.filter(({ headers }) => headers['x-monago-audit-id'] !== undefined);
    expect(named).toHaveLength(1);
    expect(await site.entries('auth.failed')).toHaveLength(before + 1);
    aheadMs += 61_000;
    await chat({});
    const last = await site.lastEntry('auth.failed');
    expect(last).toMatchObject({ reason: 'missing', count: 50 });
  });
});

test('a token that was genuinely signed but never recorded does not exist', async () => {
  const claims = await site.ports.tokens.verify(site.token);
  if (!claims.ok) throw new Error('the token of the test is not valid');
  const forged = await site.control.ports.tokens.issue({
    ...claims.claims,
    tokenId: 'tok_01890000000070008000000000000000',
  });
  const reply = await chat({ authorization: `Bearer ${forged.jwt}` });
  expect(reply.status).toBe(401);
  expect(await site.lastEntry('auth.failed')).toMatchObject({
    reason: 'unknown',
    tenant_of_log: 'platform',
  });
});
