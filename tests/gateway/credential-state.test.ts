import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newProviderKey } from '../control/control-site.ts';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';
import { open } from './http-call.ts';

const keys = [newProviderKey(), newProviderKey(), newProviderKey()] as const;
const settledMs = 11_000;

/** What the dashboard shows of a key must be so. */
describe('the state of a credential', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ control: { acceptedKeys: keys } });
  });

  afterAll(() => site.close());

  beforeEach(() => site.emulator.reset());

  const state = async () => {
    await site.usage.write();
    const { credentials } = (await site.admin.get('/api/credentials')).json();
    return credentials[0];
  };

  const rotateTo = async (api_key: string) => {
    site.control.skip(61_000);
    const { id } = await state();
    const reply = await site.admin.post(`/api/credentials/${id}/rotate`, { api_key });
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json();
  };

  /** A stream that goes on until the client leaves. */
  async function startStream(): Promise<ClientRequest> {
    site.emulator.script({ hang: 'mid-stream' });
    const sent = open(`${site.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
    });
    sent.on('error', () => undefined);
    sent.end(JSON.stringify({ ...simpleChat, stream: true }));
    await once(sent, 'response');
    return sent;
  }

  async function endStream(sent: ClientRequest): Promise<void> {
    const before = (await site.entries('ai.request.outcome')).length;
    sent.destroy();
    await site.waitForEntries('ai.request.outcome', before + 1);
  }

  test('of a new one is that nobody has used it', async () => {
    expect(await state()).toMatchObject({
      last_used_at: null,
      last_error: null,
      old_key_in_use: false,
      validation: 'valid',
    });
  });

  test('says when it was last used', async () => {
    const before = Date.now();
    await site.chat();
    const { last_used_at, last_error } = await state();
    expect(Date.parse(last_used_at)).toBeGreaterThanOrEqual(before);
    expect(last_error).toBeNull();
  });

  test.each([
    [{ failure: { status: 401 } }, { code: 'rejected', status: 401 }],
    [{ replay: { status: 403, headers: {}, body: '{}' } }, { code: 'forbidden', status: 403 }],
    [{ replay: { status: 402, headers: {}, body: '{}' } }, { code: 'billing', status: 402 }],
    [{ failure: { status: 429 } }, { code: 'rate_limited', status: 429 }],
    [{ failure: { status: 503 } }, { code: 'provider_error', status: 503 }],
    [{ reset: 'before-headers' }, { code: 'broken', status: null }],
  ] as const)('says what the provider last did to it: %j', async (step, error) => {
    const before = Date.now();
    site.emulator.script(step);
    await site.chat();
    const { last_error } = await state();
    expect(last_error).toMatchObject(error);
    expect(Date.parse(last_error.at)).toBeGreaterThanOrEqual(before);
  });

  test('does not put it down to the key when the request was at fault, or its client left', async () => {
    const { last_error: before } = await state();
    site.emulator.script({ replay: { status: 400, headers: {}, body: '{}' } });
    await site.chat();
    await endStream(await startStream());
    expect((await state()).last_error).toEqual(before);
  });

  test('keeps the last error after a success, and forgets it with the key that met it', async () => {
    site.emulator.script({ failure: { status: 401 } });
    await site.chat();
    await site.chat();
    expect((await state()).last_error).toMatchObject({ code: 'rejected' });
    expect((await rotateTo(keys[1])).last_error).toBeNull();
    expect((await state()).last_error).toBeNull();
  });

  test('does not promise that the old key is unused before every node can have said so', async () => {
    expect((await rotateTo(keys[2])).old_key_in_use).toBe(true);
    site.control.skip(settledMs);
    expect((await state()).old_key_in_use).toBe(false);
  });

  test('says that the old key is in use for as long as a stream runs with it', async () => {
    const old = await startStream();
    await rotateTo(keys[0]);
    site.control.skip(settledMs);
    expect((await state()).old_key_in_use).toBe(true);
    const fresh = await startStream();
    await endStream(old);
    expect((await state()).old_key_in_use).toBe(false);
    await endStream(fresh);
  });

  test('does not count what a node that died had in flight', async () => {
    const old = await startStream();
    await rotateTo(keys[1]);
    site.control.skip(settledMs);
    expect((await state()).old_key_in_use).toBe(true);
    const stoppedReporting = `UPDATE credential_in_use SET reported_at = now() - interval '61 seconds'`;
    await site.control.database.asSuperuser(stoppedReporting);
    const { credentials } = (await site.admin.get('/api/credentials')).json();
    expect(credentials[0].old_key_in_use).toBe(false);
    await endStream(old);
  });
});
