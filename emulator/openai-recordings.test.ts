import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordedExchange, readRecordedExchanges } from './openai/recorded-exchanges.ts';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';
import { isFields } from './server/json.ts';

const ENDPOINTS = ['/v1/chat/completions', '/v1/completions', '/v1/embeddings'];
// Outside of what the emulator answers: sound, web search with citations, log probabilities.
const BEYOND = /audio|web-search|completion-suffix/;
// Whether to call a tool is the model's choice: the recorded one answered in words instead.
const CHOSE_WORDS = /text-to-image-tool/;
// Hops between the edge and the engine that differ from one recording to the next.
const INCIDENTAL_HEADERS =
  /^(via|content-length|x-openai-proxy-wasm|x-envoy-.*|x-ratelimit-.*-input-images)$/;

const recordings = readRecordedExchanges();
const comparable = recordings.filter(
  ({ path, title }) => ENDPOINTS.includes(path) && !BEYOND.test(title) && !CHOSE_WORDS.test(title),
);
const suite =
  recordings.length > 0
    ? 'the emulator beside recorded exchanges'
    : 'the emulator beside recorded exchanges (skipped: ../shared/fixtures is not here)';

/** Every path in a value with the types found there; positions in arrays do not count. */
function shapeOf(value: unknown, path = '$', shape = new Map<string, Set<string>>()) {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  if (isFields(value)) {
    for (const [name, part] of Object.entries(value)) shapeOf(part, `${path}.${name}`, shape);
  }
  return shape;
}

function missingFrom(ours: unknown, recorded: unknown): string[] {
  const shape = shapeOf(ours);
  return [...shapeOf(recorded)].flatMap(([path, kinds]) =>
    [...kinds].filter((kind) => !shape.get(path)?.has(kind)).map((kind) => `${path}: ${kind}`),
  );
}

function eventsOf(body: string): unknown[] {
  const data = body.split('\n\n').filter((event) => event.trim() !== '');
  expect(data.at(-1)).toBe('data: [DONE]');
  return data.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')));
}

function parseBody(body: Buffer): unknown {
  const text = body.toString();
  return text.startsWith('data:') ? eventsOf(text) : JSON.parse(text);
}

describe.skipIf(recordings.length === 0)(suite, () => {
  let emulator: Emulator;
  let connection: Client;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator();
    connection = new Client(emulator.url);
  });
  afterAll(async () => {
    await connection.destroy();
    await emulator.stop();
  });

  const ask = async ({ path, request }: RecordedExchange) => {
    const response = await connection.request({
      method: 'POST',
      path,
      headers: {
        authorization: 'Bearer sk-emulator-accepted-0001',
        'content-type': request.contentType,
      },
      body: request.body,
    });
    const body = Buffer.from(await response.body.arrayBuffer());
    return { status: response.statusCode, headers: response.headers, body };
  };

  test('finds the recordings it is meant to be compared with', () => {
    expect(recordings).toHaveLength(42);
    expect(comparable.length).toBeGreaterThan(30);
  });

  test.each(comparable)(
    '$title: same status, every recorded key with its type',
    async (recorded) => {
      const ours = await ask(recorded);
      expect(ours.status).toBe(recorded.response.status);
      expect(missingFrom(parseBody(ours.body), parseBody(recorded.response.body))).toEqual([]);
    },
  );

  test.each(comparable)('$title: every header the provider sent', async (recorded) => {
    const ours = await ask(recorded);
    const { headers } = recorded.response;
    const expected = Object.keys(headers).filter((name) => !INCIDENTAL_HEADERS.test(name));
    expect(expected.filter((name) => ours.headers[name] === undefined)).toEqual([]);
    expect(ours.headers['content-type']).toBe(headers['content-type']);
  });

  const failures = comparable.filter(({ response }) => response.status >= 400);
  test.each(failures)('$title: the very same error', async (recorded) => {
    const ours = await ask(recorded);
    expect(parseBody(ours.body)).toEqual(parseBody(recorded.response.body));
  });

  test('a stream has the members of each chunk in the recorded order', async () => {
    const recorded = comparable.find(({ title }) => title.endsWith('chat-streaming'));
    if (recorded === undefined) return expect.fail('chat-streaming is missing');
    const ours = await ask(recorded);
    const firstKeys = (body: Buffer) => {
      const [first] = eventsOf(body.toString());
      return isFields(first) ? Object.keys(first) : [];
    };
    expect(firstKeys(ours.body)).toEqual(firstKeys(recorded.response.body));
  });

  test.each(recordings)('$title: is replayed as recorded, in any pieces', async (recorded) => {
    emulator.reset();
    emulator.script({ replay: recorded.response, split: { seed: 7, sizeMax: 40 } });
    const ours = await ask(recorded);
    expect(ours.status).toBe(recorded.response.status);
    expect(ours.body.equals(recorded.response.body)).toBe(true);
    expect(ours.headers).toMatchObject(recorded.response.headers);
    expect(emulator.requests[0]?.body.equals(recorded.request.body)).toBe(true);
  });
});
