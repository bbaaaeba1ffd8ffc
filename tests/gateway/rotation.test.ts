import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProviderKey } from '../control/control-site.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';

const rotations = 200;
const requestsPerSecond = 200;
const rotationEveryMs = 60;
const inFlightMax = 48;

/** The key at 0 is the first; the one at n is that of the nth rotation. */
const [firstKey, ...laterKeys] = Array.from({ length: rotations + 1 }, newProviderKey);
const keys = [firstKey ?? '', ...laterKeys] as const;

interface Sent {
  readonly number: number;
  /** Rotations that were answered before the request began. */
  readonly after: number;
  /** Undefined where the connection was lost. */
  readonly reply: Reply | undefined;
}

describe('rotating a key under load', () => {
  let site: GatewaySite;
  let credentialId: string;

  beforeAll(async () => {
    site = await openGatewaySite({
      control: { acceptedKeys: keys },
      http: { inFlightMax: 512 },
    });
    const { credentials } = (await site.admin.get('/api/credentials')).json();
    credentialId = credentials[0].id;
  });

  afterAll(() => site.close());

  async function rotateTo(key: string): Promise<void> {
    // A minute has its five validations.
    site.control.skip(61_000);
    const path = `/api/credentials/${credentialId}/rotate`;
    const reply = await site.admin.post(path, { api_key: key });
    expect(reply.statusCode, reply.body).toBe(200);
  }

  test(`${rotations} rotations under ${requestsPerSecond} requests a second fail none, and none that began after an answer used an older key`, async () => {
    const load = startLoad(site);
    try {
      for (const [index, key] of laterKeys.entries()) {
        await rotateTo(key);
        load.rotated();
        await pause(Math.max(0, (index + 1) * rotationEveryMs - load.elapsedMs()));
      }
    } finally {
      await load.stop();
    }
    const { sent, wasSaturated } = load;
    const rate = (sent.length / load.elapsedMs()) * 1000;
    // A machine that is busy with other things cannot send as many; what is asked of each request stays the same.
    if (!wasSaturated()) expect(rate).toBeGreaterThan(requestsPerSecond * 0.9);
    expect(sent.length).toBeGreaterThan(rotations * 2);

    const failed = sent.filter(({ reply }) => reply?.status !== 200 || !reply.isComplete);
    expect(failed.map(({ reply }) => [reply?.status, reply?.body.toString()])).toEqual([]);
    const used = keysUsed(site);
    expect(used.size).toBe(sent.length);
    expect(sent.filter(({ number, after }) => (used.get(number) ?? -1) < after)).toEqual([]);
    // It was worth asking: the requests are spread over the rotations.
    expect(new Set(used.values()).size).toBeGreaterThan(rotations / 2);
  }, 240_000);

  test('after it the credential has one key, the last, and is still the same credential', async () => {
    const [row, ...others] = await site.control.database.asSuperuser<{ version: number }>(
      'SELECT version FROM credential_version',
    );
    expect([row?.version, others]).toEqual([rotations + 1, []]);
    const { credentials } = (await site.admin.get('/api/credentials')).json();
    expect(credentials).toMatchObject([{ id: credentialId, in_use: true, version: rotations + 1 }]);
  });

  test('the newest credential wins, and rotating an older one does not change that', async () => {
    site.control.skip(61_000);
    const newer = await site.admin.post('/api/credentials', {
      provider: 'openai',
      name: 'newer',
      api_key: keys[1],
      base_url: `${site.emulator.url}/v1`,
    });
    expect(newer.statusCode, newer.body).toBe(201);
    await rotateTo(keys[2] ?? '');
    site.emulator.reset();
    await site.chat({ seed: 0 });
    expect(keysUsed(site).get(0)).toBe(1);
  });

  test('a rotation that fails validation changes nothing', async () => {
    site.control.skip(61_000);
    const path = `/api/credentials/${credentialId}/rotate`;
    const before = (await site.admin.get('/api/credentials')).json();
    const reply = await site.admin.post(path, { api_key: newProviderKey() });
    expect(reply.json().code).toBe('invalid_api_key');
    expect((await site.admin.get('/api/credentials')).json()).toEqual(before);
  });
});

interface Load {
  readonly sent: readonly Sent[];
  /** Says that one more rotation was answered. */
  rotated(): void;
  elapsedMs(): number;
  /** Whether there were times when no request could be begun because too many were under way. */
  wasSaturated(): boolean;
  /** Resolves when the last request is answered. */
  stop(): Promise<void>;
}

/** Begins so many requests a second, whether or not the earlier ones are answered, up to a bound. */
function startLoad(site: GatewaySite): Load {
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const sent: Sent[] = [];
  const running = new Set<Promise<void>>();
  let begun = 0;
  let answered = 0;
  let isSaturated = false;
  let isOver = false;
  const send = async (number: number, after: number): Promise<void> => {
    const body = { seed: number, stream: number % 4 === 0 };
    const reply = await site.chat(body).catch(() => undefined);
    sent.push({ number, after, reply });
  };
  const sending = (async () => {
    while (!isOver) {
      const due = (elapsedMs() * requestsPerSecond) / 1000;
      for (; begun < due && running.size < inFlightMax; begun++) {
        const call: Promise<void> = send(begun, answered).finally(() => running.delete(call));
        running.add(call);
      }
      if (begun < due) {
        isSaturated = true;
        // What could not be sent in time is not made up for.
        begun = Math.ceil(due);
      }
      await pause(1);
    }
    await Promise.all(running);
  })();
  return {
    sent,
    elapsedMs,
    rotated: () => {
      answered += 1;
    },
    wasSaturated: () => isSaturated,
    stop: () => {
      isOver = true;
      return sending;
    },
  };
}

/** Which key the provider saw with each request, by the request's number. */
function keysUsed({ emulator }: GatewaySite): ReadonlyMap<number, number> {
  const seen = new Map<number, number>();
  for (const { path, headers, body } of emulator.requests) {
    if (path !== '/v1/chat/completions') continue;
    const { seed }: { seed: number } = JSON.parse(body.toString());
    const key = headers.authorization?.replace('Bearer ', '') ?? '';
    seen.set(seed, keys.indexOf(key));
  }
  return seen;
}
