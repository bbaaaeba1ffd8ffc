import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostgresContentReader } from '../../src/adapters/database/audit/content/postgres-content-reader.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import type { ContentPart } from '../../src/domain/audit/entry-content.ts';
import { isId } from '../../src/domain/ids.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { PoliciesOfTest } from './with-policies.ts';

let site: GatewaySite;
const policies = new PoliciesOfTest();
const bytesMax = 8_192;

beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    ports: (ports) => ({ ...policies.in(ports), contentBytesMax: bytesMax }),
  });
});
afterAll(() => site.close());
beforeEach(() => {
  policies.clear();
  site.emulator.reset();
});

const nik = '3171234506780001';
const log = (content: string, more = '') =>
  `name: keep\neffect: [allow, {log: {content: ${content}}}${more}]`;
const ask = (content: string, more = {}) =>
  site.chat({ messages: [{ role: 'user', content }], ...more });

interface Kept {
  readonly entry: Record<string, unknown>;
  readonly salt: Uint8Array;
  readonly parts: readonly ContentPart[];
}

/** The newest entry of a type, and what is kept beside it. */
async function kept(type: string): Promise<Kept> {
  const entry = (await site.entries(type)).at(-1) ?? {};
  const { tenant_of_log: tenantId, id } = { tenant_of_log: '', id: '', ...entry };
  if (!isId('ten', tenantId) || !isId('aud', id)) throw new Error(`no ${type}`);
  const { database, contentKeys } = site.control.node;
  const reader = new PostgresContentReader(database.app, contentKeys);
  const content = await reader.open(tenantId, id);
  if (content === undefined) throw new Error('nothing is kept');
  return { entry, ...content };
}

const formsOf = ({ parts }: Kept) => parts.map(({ name, form }) => `${name} ${form}`);
const textOf = ({ parts }: Kept, name: string) =>
  Buffer.from(parts.find((part) => part.name === name)?.bytes ?? []).toString();

/** Whether the entry commits to exactly the bytes that are kept. */
function isCommitted({ entry, salt, parts }: Kept, name: string): boolean {
  const bytes = parts.find((part) => part.name === name)?.bytes ?? new Uint8Array(0);
  const found = Object.entries(entry).find(([member]) => member === name)?.[1];
  const expected = Buffer.from(commit(salt, bytes)).toString('base64');
  return JSON.stringify(found).includes(expected);
}

describe('what is kept of a request and its answer', () => {
  test('nothing but the salt where no policy speaks, or one says metadata or none', async () => {
    for (const documents of [[], [log('metadata')], [log('none')], [log('full'), log('none')]]) {
      policies.set(...documents.map((document, at) => document.replace('keep', `keep-${at}`)));
      expect((await ask('hello')).status).toBe(200);
      for (const type of ['ai.request.intent', 'ai.request.outcome']) {
        const found = await kept(type);
        expect(found.salt).toHaveLength(32);
        expect(found.parts).toEqual([]);
      }
    }
  });

  test('full: the client’s bytes and the provider’s, each as the entry commits to it', async () => {
    policies.set(log('full'));
    const reply = await ask(`my NIK is ${nik}`);
    const intent = await kept('ai.request.intent');
    expect(formsOf(intent)).toEqual(['req whole']);
    expect(textOf(intent, 'req')).toContain(nik);
    expect(isCommitted(intent, 'req')).toBe(true);
    const outcome = await kept('ai.request.outcome');
    expect(formsOf(outcome)).toEqual(['res whole']);
    expect(textOf(outcome, 'res')).toBe(reply.body.toString());
    expect(isCommitted(outcome, 'res')).toBe(true);
  });

  test('full: also what was sent, where policy had something hidden', async () => {
    policies.set(log('full', ', {redact: {types: [NIK]}}'));
    expect((await ask(`my NIK is ${nik}`)).status).toBe(200);
    const intent = await kept('ai.request.intent');
    expect(formsOf(intent)).toEqual(['req whole', 'sent whole']);
    expect(textOf(intent, 'sent')).not.toContain(nik);
    expect(isCommitted(intent, 'sent')).toBe(true);
  });

  test('redacted: the bytes after hiding, which are what was sent', async () => {
    policies.set(log('redacted', ', {redact: {types: [NIK]}}'));
    expect((await ask(`my NIK is ${nik}`)).status).toBe(200);
    const intent = await kept('ai.request.intent');
    expect(formsOf(intent)).toEqual(['sent whole']);
    expect(textOf(intent, 'sent')).not.toContain(nik);
    expect(isCommitted(intent, 'sent')).toBe(true);
  });

  test('redacted: what policy lets pass is hidden all the same, in the copy', async () => {
    policies.set(log('redacted'));
    expect((await ask(`my NIK is ${nik}`)).status).toBe(200);
    const intent = await kept('ai.request.intent');
    expect(formsOf(intent)).toEqual(['req altered']);
    expect(textOf(intent, 'req')).toContain('my NIK is [');
    expect(textOf(intent, 'req')).not.toContain(nik);
    expect(site.emulator.requests.at(-1)?.body.toString()).toContain(nik);
  });

  test.each([false, true])(
    'redacted: an answer with personal data, streamed: %s',
    async (stream) => {
      policies.set(log('redacted'));
      // What is asked is said back by every model here.
      expect((await ask(`Your NIK is ${nik}, is it?`, { stream })).status).toBe(200);
      const outcome = await kept('ai.request.outcome');
      expect(formsOf(outcome)).toEqual(['res altered']);
      expect(textOf(outcome, 'res')).toContain('Your NIK is [');
      expect(textOf(outcome, 'res')).not.toContain(nik);
    },
  );

  test('redacted: nothing of a picture, which no detector reads', async () => {
    policies.set(log('redacted'));
    const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
    const content = [{ type: 'text', text: 'what is this?' }, picture];
    expect((await site.chat({ messages: [{ role: 'user', content }] })).status).toBe(200);
    expect(formsOf(await kept('ai.request.intent'))).toEqual(['req withheld']);
  });

  test('what is too long is cut, and says so', async () => {
    policies.set(log('full'));
    expect((await ask('x'.repeat(2 * bytesMax))).status).toBe(200);
    const intent = await kept('ai.request.intent');
    expect(formsOf(intent)).toEqual(['req truncated']);
    expect(textOf(intent, 'req')).toHaveLength(bytesMax);
    expect(isCommitted(intent, 'req')).toBe(false);
  });

  test('a request that is refused is kept likewise', async () => {
    policies.set(log('redacted'), 'name: no-nik\nwhen: pii.count("NIK") > 0\neffect: deny');
    expect((await ask(`my NIK is ${nik}`)).status).toBe(400);
    const denied = await kept('ai.request.denied');
    expect(formsOf(denied)).toEqual(['req altered']);
    expect(textOf(denied, 'req')).not.toContain(nik);
  });

  test('an answer that is an error is not kept: some repeat the key', async () => {
    policies.set(log('full'));
    site.emulator.script({ failure: { status: 429 } });
    expect((await ask('hello')).status).toBe(429);
    expect(formsOf(await kept('ai.request.outcome'))).toEqual(['res withheld']);
  });

  test('nothing of it is in the database in the clear', async () => {
    policies.set(log('full'));
    await ask('the word of the day is Kecapi');
    const rows = await site.control.database.asSuperuser<{ found: number }>(
      `SELECT count(*)::int AS found FROM audit_content
        WHERE position('Kecapi'::bytea IN ciphertext) > 0 OR position('Kecapi'::bytea IN wrapped_dek) > 0`,
    );
    expect(rows).toEqual([{ found: 0 }]);
    expect(await site.control.database.asSuperuser('SELECT 1 FROM audit_payload')).toEqual([]);
  });
});
