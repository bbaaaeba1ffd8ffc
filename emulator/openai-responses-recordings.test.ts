import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';
import { isFields } from './server/json.ts';

const fixtures = new URL('../../shared/fixtures/vercel-ai/', import.meta.url);
const recordings = {
  text: 'open-responses/src/responses/__fixtures__/openai-pdf-input-file.1.chunks.txt',
  calls: 'openai/src/responses/__fixtures__/openai-reasoning-encrypted-content.1.chunks.txt',
};
const isHere = existsSync(new URL(recordings.text, fixtures));
const suite = isHere
  ? 'the Responses events beside recorded ones'
  : 'the Responses events beside recorded ones (skipped: ../shared/fixtures is not here)';

// The types say that an absent user is left out; the provider says null.
const ABSENT = /\.user: null$/;
// Newer than the recordings: the types know them.
const NEWER = /cache_write_tokens|^\$\.name: string$|completed_at|_penalty/;

type Shapes = Map<string, Set<string>>;

/** Per type of event, every path with the type found there; items and tools by their own type. */
function shapesOf(events: readonly unknown[]): Shapes {
  const shapes: Shapes = new Map();
  for (const event of events) {
    if (!isFields(event)) continue;
    const type = String(event['type']);
    const shape = shapes.get(type) ?? new Set<string>();
    collect(event, '$', shape);
    shapes.set(type, shape);
  }
  return shapes;
}

function collect(value: unknown, path: string, shape: Set<string>): void {
  shape.add(`${path}: ${kindOf(value)}`);
  for (const [step, part] of partsOf(value, path)) collect(part, `${path}${step}`, shape);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function partsOf(value: unknown, path: string): [string, unknown][] {
  if (Array.isArray(value)) {
    return value.map((item) => [`[${isFields(item) ? String(item['type']) : ''}]`, item]);
  }
  // What a tool is described by is the caller's own.
  if (!isFields(value) || path.endsWith('.parameters')) return [];
  const kind = path.endsWith('.item') ? `<${String(value['type'])}>` : '';
  return Object.entries(value).map(([name, part]) => [`${kind}.${name}`, part]);
}

function missing(from: Shapes, wanted: Shapes, ignore: RegExp): string[] {
  return [...wanted].flatMap(([type, paths]) =>
    [...paths]
      .filter((path) => !ignore.test(path) && from.has(type) && !from.get(type)?.has(path))
      .map((path) => `${type} ${path}`),
  );
}

function recorded(path: string): unknown[] {
  const lines = readFileSync(new URL(path, fixtures), 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
}

describe.skipIf(!isHere)(suite, () => {
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

  const eventsOf = async (body: object): Promise<unknown[]> => {
    const response = await connection.request({
      method: 'POST',
      path: '/v1/responses',
      headers: { authorization: 'Bearer sk-emulator-accepted-0001' },
      body: JSON.stringify({ stream: true, ...body }),
    });
    const text = await response.body.text();
    return text
      .trimEnd()
      .split('\n\n')
      .map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length)));
  };

  const calculator = {
    type: 'function',
    name: 'calculator',
    description: 'Adds.',
    parameters: { type: 'object', properties: { a: { type: 'number' } } },
  };
  const reasoned = {
    model: 'gpt-5.1-codex-max',
    input: 'Add.',
    tools: [calculator],
    store: false,
    reasoning: { effort: 'high', summary: 'detailed' },
    include: ['reasoning.encrypted_content'],
  };
  // The recording of calls ends with words, so ours does too.
  const asked = {
    text: [{ model: 'gpt-4.1-nano', input: 'Hello!' }],
    calls: [reasoned, { ...reasoned, tool_choice: 'none' }],
  };

  describe.each(['text', 'calls'] as const)('%s', (name) => {
    let ours: Shapes;
    let theirs: Shapes;

    beforeAll(async () => {
      const events: unknown[] = [];
      for (const body of asked[name]) events.push(...(await eventsOf(body)));
      ours = shapesOf(events);
      theirs = shapesOf(recorded(recordings[name]));
    });

    test('every recorded event comes', () => {
      expect(theirs.size).toBeGreaterThan(8);
      expect([...theirs.keys()].filter((type) => !ours.has(type))).toEqual([]);
    });

    test('with every recorded member', () => {
      expect(missing(ours, theirs, ABSENT)).toEqual([]);
    });

    test('and with no member that was not recorded', () => {
      expect(missing(theirs, ours, NEWER)).toEqual([]);
    });
  });
});
