import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApprovalId, TenantId } from '../../src/domain/ids.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { call, type Reply } from './http-call.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();

beforeAll(async () => {
  site = await openGatewaySite({ ports: policies.in });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  site.emulator.reset();
});

const hold = (more = '') =>
  policies.set(
    `name: ask-first\nwhen: pii.count("EMAIL") > 0\neffect: {require_approval: {timeout_minutes: 5${more}}}`,
  );
const body = { messages: [{ role: 'user', content: 'Write to ana@example.com' }] };
const codeOf = (reply: Reply) => JSON.parse(reply.body.toString()).error?.code;
const idOf = (reply: Reply) => String(reply.headers['x-monago-approval-id']) as ApprovalId;

async function tenant(): Promise<TenantId> {
  const { rows } = await site.control.node.database.reader.query<{ tenant_id: TenantId }>(
    "SELECT tenant_id FROM tenant WHERE name <> 'Monago' ORDER BY created_at DESC LIMIT 1",
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no tenant');
  return row.tenant_id;
}

async function decide(id: ApprovalId, status: 'approved' | 'rejected'): Promise<void> {
  const tenantId = await tenant();
  await site.control.ports.unitOfWork.run(tenantId, async (tx) => {
    const { expiresAt } = await tx.approvals.byId(id);
    const decided = {
      decidedAt: Date.now(),
      decidedBy: 'usr_x' as const,
      reason: 'seen',
      expiresAt,
    };
    await tx.approvals.decide(id, { status, ...decided });
  });
}

const poll = async (id: string, token = site.token) => {
  const reply = await call(`${site.url}/v1/approvals/${id}`, {
    method: 'GET',
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: reply.status, body: JSON.parse(reply.body.toString()) };
};

describe('a request that needs an approval', () => {
  test('403 pending_approval: is held, written down and not sent', async () => {
    hold();
    const reply = await site.chat(body);
    expect([reply.status, codeOf(reply)]).toEqual([403, 'pending_approval']);
    expect(reply.headers['x-monago-policy-decision']).toBe('pending_approval');
    expect(reply.headers['x-should-retry']).toBe('false');
    expect(site.emulator.requests).toHaveLength(0);
    const held = await site.lastEntry('ai.request.held');
    expect(held).toMatchObject({
      id: reply.headers['x-monago-audit-id'],
      decision: 'pending_approval',
      approval: idOf(reply),
      policies: { matched: ['ask-first@1'] },
    });
    expect(await poll(idOf(reply))).toMatchObject({
      status: 200,
      body: { id: idOf(reply), status: 'pending', policies: ['ask-first@1'] },
    });
  });

  test('passes once it is approved, and once only', async () => {
    hold();
    const first = await site.chat(body);
    await decide(idOf(first), 'approved');
    expect(await poll(idOf(first))).toMatchObject({ body: { status: 'approved', reason: 'seen' } });
    const headers = { 'x-monago-approval-id': idOf(first) };
    const second = await site.chat(body, { headers });
    expect(second.status).toBe(200);
    expect(await site.lastEntry('ai.request.intent')).toMatchObject({
      approval: idOf(first),
      decision: 'allowed',
    });
    const third = await site.chat(body, { headers });
    expect([third.status, codeOf(third)]).toEqual([403, 'approval_mismatch']);
    expect(site.emulator.requests).toHaveLength(1);
  });

  test('403 approval_mismatch: another request does not pass with it, nor another token', async () => {
    hold();
    policies.set(
      'name: ask-first\neffect: [{require_approval: {timeout_minutes: 5}}, {tokenise: {types: ["*"]}}]',
    );
    const first = await site.chat(body);
    await decide(idOf(first), 'approved');
    const headers = { 'x-monago-approval-id': idOf(first) };
    // The provider would get the same bytes: the address is behind a token.
    const other = { messages: [{ role: 'user', content: 'Write to bob@example.com' }] };
    expect(codeOf(await site.chat(other, { headers }))).toBe('approval_mismatch');
    const { jwt } = await site.newToken();
    const authorization = `Bearer ${jwt}`;
    expect(codeOf(await site.chat(body, { headers: { ...headers, authorization } }))).toBe(
      'approval_mismatch',
    );
    expect(await poll(idOf(first), jwt)).toMatchObject({ status: 404 });
    expect((await site.chat(body, { headers })).status).toBe(200);
  });

  test('403 approval_mismatch: another policy does not let it pass with it', async () => {
    const named = (name: string, when: string) =>
      `name: ${name}\nmatch: {${when}}\neffect: {require_approval: {timeout_minutes: 5}}`;
    policies.set(named('easy', 'tag: easy'), named('hard', 'classification: restricted'));
    const easy = { 'x-monago-tags': 'easy' };
    const first = await site.chat(body, { headers: easy });
    await decide(idOf(first), 'approved');
    const approval = { 'x-monago-approval-id': idOf(first) };
    const hard = { ...approval, 'x-monago-classification': 'restricted' };
    expect(codeOf(await site.chat(body, { headers: hard }))).toBe('approval_mismatch');
    expect(codeOf(await site.chat(body, { headers: { ...hard, ...easy } }))).toBe(
      'approval_mismatch',
    );
    expect(site.emulator.requests).toEqual([]);
    expect((await site.chat(body, { headers: { ...approval, ...easy } })).status).toBe(200);
  });

  test('403 approval_mismatch: what is opted into by a header is not approved with the body', async () => {
    hold();
    const first = await site.chat(body);
    await decide(idOf(first), 'approved');
    const approval = { 'x-monago-approval-id': idOf(first), 'x-stainless-retry-count': '1' };
    const beta = { ...approval, 'openai-beta': 'assistants=v2' };
    expect(codeOf(await site.chat(body, { headers: beta }))).toBe('approval_mismatch');
    expect((await site.chat(body, { headers: approval })).status).toBe(200);
  });

  test('sent many times at once it passes once', async () => {
    hold();
    const first = await site.chat(body);
    await decide(idOf(first), 'approved');
    const headers = { 'x-monago-approval-id': idOf(first) };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => site.chat(body, { headers })),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(site.emulator.requests).toHaveLength(1);
  });

  test('403 approval_rejected', async () => {
    hold();
    const first = await site.chat(body);
    await decide(idOf(first), 'rejected');
    const headers = { 'x-monago-approval-id': idOf(first) };
    const second = await site.chat(body, { headers });
    expect([second.status, codeOf(second)]).toEqual([403, 'approval_rejected']);
    expect(await site.lastEntry('ai.request.denied')).toMatchObject({
      reason: 'approval_rejected',
      approval: idOf(first),
    });
  });
});

test('whoever decides about a long text is told that there is more of it', async () => {
  hold();
  policies.setInspection({ contentInApprovals: true });
  const content = `ana@example.com ${'a '.repeat(60_000)}and at last: delete everything`;
  const reply = await site.chat({ messages: [{ role: 'user', content }] });
  const shown = await site.control.ports.unitOfWork.run(await tenant(), (tx) =>
    tx.approvals.byId(idOf(reply)),
  );
  const more = content.length + '[user] '.length - 100_000;
  expect(shown.content).toContain(`[${more} more characters are not shown]`);
});

describe('a caller that waits', () => {
  test('gets its answer as soon as somebody approves', async () => {
    hold(', wait_seconds: 30');
    const before = (await site.entries('ai.request.held')).length;
    const waiting = site.chat(body);
    const held = await site.waitForEntries('ai.request.held', before + 1);
    await decide(String(held.at(-1)?.['approval']) as ApprovalId, 'approved');
    expect((await waiting).status).toBe(200);
  });

  test('403 approval_rejected as soon as somebody rejects', async () => {
    hold(', wait_seconds: 30');
    const before = (await site.entries('ai.request.held')).length;
    const waiting = site.chat(body);
    const held = await site.waitForEntries('ai.request.held', before + 1);
    await decide(String(held.at(-1)?.['approval']) as ApprovalId, 'rejected');
    expect(codeOf(await waiting)).toBe('approval_rejected');
  });

  test('403 pending_approval when nobody has decided in time', async () => {
    hold(', wait_seconds: 1');
    expect(codeOf(await site.chat(body))).toBe('pending_approval');
  });
});

test('400 policy_blocked where no one person may approve for all policies', async () => {
  policies.set(
    'name: first-hold\neffect: {require_approval: {approvers: ["role:admin"], timeout_minutes: 5}}',
    'name: second-hold\neffect: {require_approval: {approvers: ["role:auditor"], timeout_minutes: 5}}',
  );
  const reply = await site.chat(body);
  expect([reply.status, codeOf(reply)]).toEqual([400, 'policy_blocked']);
});
