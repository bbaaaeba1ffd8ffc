import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { policyOf } from '../../src/domain/audit/policy.ts';
import { parseVkey } from '../../src/domain/audit/signed-note.ts';
import { type Subject, verifyReceipt } from '../../src/domain/audit/verify-receipt.ts';
import type { NewEntry } from '../../src/ports/audit-log.ts';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';
import type { Reply } from './http-call.ts';

const appended: NewEntry[] = [];
let site: GatewaySite;

beforeAll(async () => {
  site = await openGatewaySite({
    ports: (ports) => ({
      ...ports,
      auditLog: {
        append: (entry) => {
          appended.push(entry);
          return ports.auditLog.append(entry);
        },
      },
    }),
  });
});
afterAll(async () => {
  await site.close();
});

const auditId = (reply: Reply) => String(reply.headers['x-monago-audit-id']);

async function receiptOf(entryId: string): Promise<string> {
  const reply = await site.admin.get(`/api/audit/entries/${entryId}/receipt`);
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toContain('text/plain');
  expect(reply.headers['content-disposition']).toContain(`${entryId}.tlog-proof`);
  return reply.body;
}

/** As somebody who pinned the key of the log. */
async function verify(receipt: string, expected: Subject = {}) {
  const { vkey } = (await site.admin.get('/api/audit/head')).json();
  const policy = policyOf(parseVkey(vkey));
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyReceipt(utf8(receipt), { trust, now: Date.now() * 1000, expected });
}

function saltOf(entryId: string): Buffer {
  const salt = appended.find((entry) => entry.entryId === entryId)?.salt;
  if (salt === undefined) throw new Error(`${entryId} was appended without a salt`);
  return salt;
}

describe('the receipt of a call', () => {
  test('is verified, and is of the place that the headers name', async () => {
    const reply = await site.chat();
    const verification = await verify(await receiptOf(auditId(reply)), { entryId: auditId(reply) });
    expect(verification.findings).toEqual([]);
    expect(verification).toMatchObject({
      verdict: 'verified',
      index: Number(reply.headers['x-monago-audit-index']),
      origin: reply.headers['x-monago-audit-log'],
    });
  });

  test('binds the request, the tenant, the credential, the model, the policy and the verdict', async () => {
    const reply = await site.chat();
    const { body, origin } = await verify(await receiptOf(auditId(reply)));
    const sent = utf8(JSON.stringify(simpleChat));
    expect(origin).toBe((await site.admin.get('/api/audit/head')).json().origin);
    expect(body).toMatchObject({
      type: 'ai.request.intent',
      model_requested: simpleChat.model,
      policy_version: reply.headers['x-monago-policy-version'],
      decision: reply.headers['x-monago-policy-decision'],
      credential: {
        id: expect.stringMatching(/^cred_/),
        version: 1,
        last4: site.control.providerKey.slice(-4),
      },
      req: { commit: encodeBase64(commit(saltOf(auditId(reply)), sent)), bytes: sent.length },
    });
  });

  test('binds the answer, by the receipt of the outcome', async () => {
    const reply = await site.chat();
    const outcome = await site.lastEntry('ai.request.outcome');
    const entryId = String(outcome?.['id']);
    const { body, verdict } = await verify(await receiptOf(entryId));
    const res = encodeBase64(commit(saltOf(entryId), reply.body));
    expect(verdict).toBe('verified');
    expect(body).toMatchObject({ intent: auditId(reply), res: { commit: res } });
  });

  test('of another call does not pass for this one', async () => {
    const [one, other] = [await site.chat(), await site.chat()];
    const receipt = await receiptOf(auditId(other));
    const { verdict, findings } = await verify(receipt, { entryId: auditId(one) });
    expect(verdict).toBe('tampered');
    expect(findings).toMatchObject([{ check: 'subject', actual: auditId(other) }]);
  });

  test('of a refused request says what it was refused for', async () => {
    const reply = await site.post('/v1/chat/completions', '{');
    const { body, verdict } = await verify(await receiptOf(auditId(reply)));
    expect(verdict).toBe('verified');
    expect(body).toMatchObject({ type: 'ai.request.denied', reason: 'invalid_request' });
  });
});

test('there is no receipt of an entry that there is not', async () => {
  const nobody = `aud_${'0'.repeat(32)}`;
  expect((await site.admin.get(`/api/audit/entries/${nobody}/receipt`)).statusCode).toBe(404);
  expect((await site.admin.get('/api/audit/entries/x/receipt')).statusCode).toBe(404);
});

test('whoever takes a receipt is written down', async () => {
  await receiptOf(auditId(await site.chat()));
  await expect.poll(async () => (await site.entries('audit.read')).length).toBeGreaterThan(0);
});
