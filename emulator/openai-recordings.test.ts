import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fields, isFields } from './openai/json.ts';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const file = new URL('../../shared/fixtures/envoy-ai-gateway/exchanges.jsonl', import.meta.url);
const ENDPOINTS = ['/v1/chat/completions', '/v1/completions', '/v1/embeddings'];
// Outside of what the emulator answers: sound, web search with citations, log probabilities.
const BEYOND = /audio|web-search|completion-suffix/;
// Whether to call a tool is the model's choice: the recorded one answered in words instead.
const CHOSE_WORDS = /text-to-image-tool/;
// Hops between the edge and the engine that differ from one recording to the next.
const INCIDENTAL_HEADERS =
  /^(via|content-length|x-openai-proxy-wasm|x-envoy-.*|x-ratelimit-.*-input-images)$/;

type Exchange = {
  name: string;
  path: string;
  requestBody: string;
  status: number;
  headers: Fields;
  body: string;
};

function readExchanges(): Exchange[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines
    .map((line) => toExchange(JSON.parse(line)))
    .filter(
      ({ path, name }) => ENDPOINTS.includes(path) && !BEYOND.test(name) && !CHOSE_WORDS.test(name),
    );
}

function toExchange(record: unknown): Exchange {
  const request = fieldsAt(record, 'request');
  const response = fieldsAt(record, 'response');
  return {
    name: String(fieldsAt(record)['origin']).replace(/^.*\//, ''),
    path: String(fieldsAt(record)['endpoint']),
    requestBody: String(request['body']),
    status: Number(response['status']),
    headers: fieldsAt(response, 'headers'),
    body: String(response['body']),
  };
}

function fieldsAt(value: unknown, name?: string): Fields {
  const found = name === undefined || !isFields(value) ? value : value[name];
  return isFields(found) ? found : {};
}

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

function eventsOf(body: string): unknown[] {
  const data = body.split('\n\n').filter((event) => event.trim() !== '');
  expect(data.at(-1)).toBe('data: [DONE]');
  return data.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')));
}

function parseBody(body: string): unknown {
  return body.startsWith('data:') ? eventsOf(body) : JSON.parse(body);
}

function missingFrom(ours: unknown, recorded: unknown): string[] {
  const shape = shapeOf(ours);
  return [...shapeOf(recorded)].flatMap(([path, kinds]) =>
    [...kinds].filter((kind) => !shape.get(path)?.has(kind)).map((kind) => `${path}: ${kind}`),
  );
}

const isPresent = existsSync(file);
const title = isPresent
  ? 'the emulator beside recorded exchanges'
  : 'the emulator beside recorded exchanges (skipped: ../shared/fixtures is not here)';

describe.skipIf(!isPresent)(title, () => {
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

  const ask = async (exchange: Exchange) => {
    const response = await connection.request({
      method: 'POST',
      path: exchange.path,
      headers: {
        authorization: 'Bearer sk-emulator-accepted-0001',
        'content-type': 'application/json',
      },
      body: exchange.requestBody,
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: await response.body.text(),
    };
  };

  const exchanges = isPresent ? readExchanges() : [];

  test('finds the recordings it is meant to be compared with', () => {
    expect(exchanges.length).toBeGreaterThan(30);
  });

  test.each(exchanges)('$name: same status, every recorded key with its type', async (recorded) => {
    const ours = await ask(recorded);
    expect(ours.status).toBe(recorded.status);
    expect(missingFrom(parseBody(ours.body), parseBody(recorded.body))).toEqual([]);
  });

  test.each(exchanges)('$name: every header the provider sent', async (recorded) => {
    const ours = await ask(recorded);
    const expected = Object.keys(recorded.headers).filter((name) => !INCIDENTAL_HEADERS.test(name));
    expect(expected.filter((name) => ours.headers[name] === undefined)).toEqual([]);
    expect(ours.headers['content-type']).toBe(String(recorded.headers['content-type']));
  });

  const failures = exchanges.filter((exchange) => exchange.status >= 400);
  test.each(failures)('$name: the very same error', async (recorded) => {
    const ours = await ask(recorded);
    expect(JSON.parse(ours.body)).toEqual(JSON.parse(recorded.body));
  });

  test('a stream has the members of each chunk in the recorded order', async () => {
    const recorded = exchanges.find((exchange) => exchange.name === 'chat-streaming.yaml');
    if (recorded === undefined) return expect.fail('chat-streaming.yaml is missing');
    const ours = await ask(recorded);
    const keys = (body: string) => eventsOf(body).map((event) => Object.keys(fieldsAt(event)));
    expect(keys(ours.body)[0]).toEqual(keys(recorded.body)[0]);
  });
});
