import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BedrockEmulator, startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';
import { eventFrame, eventStreamType } from './event-stream/event-frame.ts';

const folder = join(
  '..',
  'shared',
  'fixtures',
  'vercel-ai',
  'amazon-bedrock',
  'src',
  '__fixtures__',
);
const isHere = existsSync(folder);
const streams = isHere ? readdirSync(folder).filter((name) => name.endsWith('.chunks.txt')) : [];
const key = 'ABSKemulated';
let emulator: BedrockEmulator;
let client: BedrockRuntimeClient;

beforeAll(async () => {
  emulator = await startBedrockEmulator({ apiKeys: [{ key }] });
  client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    maxAttempts: 1,
    token: { token: key },
    authSchemePreference: ['httpBearerAuth'],
  });
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

/** One event a line, its name the only member. */
function readEvents(name: string): [string, unknown][] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => Object.entries(JSON.parse(line)));
}

async function replayed(events: [string, unknown][], chunkSize: number) {
  const body = Buffer.concat(events.map(([type, payload]) => eventFrame(type, payload)));
  const headers = { 'content-type': eventStreamType };
  emulator.script({ replay: { status: 200, headers, body, chunkSizes: [chunkSize] } });
  const modelId = 'amazon.nova-lite-v1:0';
  const messages = [{ role: 'user' as const, content: [{ text: 'again' }] }];
  const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages }));
  const seen: [string, unknown][] = [];
  for await (const event of stream ?? []) seen.push(...Object.entries(event));
  return seen;
}

function textIn(events: [string, unknown][]): string[] {
  const texts: string[] = [];
  JSON.stringify(events, (name, value) => {
    if (['text', 'input', 'signature', 'stopReason'].includes(name)) texts.push(String(value));
    return value;
  });
  return texts;
}

describe.skipIf(!isHere)('recorded streams (skipped where ../shared/fixtures is absent)', () => {
  test('are there', () => {
    expect(streams.length).toBeGreaterThan(5);
  });

  test.each(streams)('%s is replayed so that the official client reads it', async (name) => {
    const events = readEvents(name);
    for (const chunkSize of [1, 7, 1_000_000]) {
      const seen = await replayed(events, chunkSize);
      expect(seen.map(([type]) => type)).toEqual(events.map(([type]) => type));
      expect(textIn(seen)).toEqual(textIn(events));
    }
  });
});
