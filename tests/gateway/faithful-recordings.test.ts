import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import {
  areRecordingsThere,
  chunkSizes,
  firstDifference,
  type RecordedBody,
  recordedBodies,
  withoutOwnComment,
} from './recorded-bodies.ts';

const recordings = recordedBodies();
let site: GatewaySite;

/** What an emulator takes in place of its own answer, and what it saw. */
function emulatorOf(provider: Provider) {
  const { emulator, anthropic, bedrock } = site.control;
  return { openai: emulator, anthropic, bedrock }[provider];
}

async function pass(recording: RecordedBody, seed: number) {
  const emulator = emulatorOf(recording.provider);
  emulator.reset();
  const { status, contentType, body } = recording;
  emulator.script({
    replay: {
      status,
      headers: { 'content-type': contentType },
      body,
      chunkSizes: chunkSizes(body.length, seed),
    },
  });
  return site.post(recording.path, recording.request);
}

const title = areRecordingsThere
  ? 'a recorded answer passes unchanged'
  : 'recorded answers: skipped, ../shared/fixtures is not there';

describe.skipIf(!areRecordingsThere)(title, () => {
  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  afterAll(() => site.close());

  test('there are recordings of every format', () => {
    const wires = new Set(recordings.map(({ wire }) => wire));
    expect([...wires].sort()).toEqual([
      'chat',
      'converse',
      'embeddings',
      'messages',
      'opaque',
      'responses',
    ]);
    expect(recordings.length).toBeGreaterThan(150);
  });

  describe.each(recordings.map((recording) => [recording.title, recording] as const))(
    '%s',
    (_title, recording) => {
      test.each([1, 2])('byte for byte in chunks, round %i', async (seed) => {
        const reply = await pass(recording, seed);
        const [seen] = emulatorOf(recording.provider).requests;
        expect(seen?.body.toString('utf8')).toBe(recording.request);
        expect(reply.status).toBe(expectedStatus(recording));
        expect(reply.isComplete).toBe(true);
        expect(reply.headers['content-type']).toBe(recording.contentType);
        const received = recording.isStream ? withoutOwnComment(reply.body) : reply.body;
        expect(firstDifference(received, recording.body)).toBeUndefined();
      });

      test('its usage is in the audit entry, as the body tells it', async () => {
        const outcome = await site.lastEntry('ai.request.outcome');
        expect(outcome?.['upstream_http']).toBe(recording.status);
        expect(outcome?.['usage']).toEqual(toldUsage(recording));
      });
    },
  );
});

/** An account that is not paid for is told so in a status of its own, in the provider's words. */
function expectedStatus({ status }: RecordedBody): number {
  return status === 429 ? 402 : status;
}

type Fields = Readonly<Record<string, unknown>>;

/** Token usage by a plain parse of everything: another way than the gateway's. */
function toldUsage(recording: RecordedBody): unknown {
  if (recording.status >= 400) return undefined;
  const parts = partsOf(recording);
  // What was counted of an answer that failed is no bill.
  if (parts.some((part) => part['type'] === 'response.failed' || part['type'] === 'error')) {
    return expect.objectContaining({ source: expect.stringMatching(/^(estimated|unknown)$/) });
  }
  const counts = Object.assign({}, ...parts.map(countsIn));
  const input = counts.prompt_tokens ?? counts.input_tokens ?? counts.inputTokens;
  if (input === undefined) return { source: 'unknown' };
  const isBeside = recording.wire === 'messages' || recording.wire === 'converse';
  const cached = isBeside
    ? (counts.cache_read_input_tokens ?? counts.cacheReadInputTokens ?? 0) +
      (counts.cache_creation_input_tokens ?? counts.cacheWriteInputTokens ?? 0)
    : 0;
  return expect.objectContaining({
    source: 'provider',
    input: input + cached,
    output: counts.completion_tokens ?? counts.output_tokens ?? counts.outputTokens ?? 0,
  });
}

/** The parts of usage that are told, later ones over earlier ones. */
function countsIn(part: Fields): object {
  const usage = [part['usage'], inner(part['message']), inner(part['response'])].find(Boolean);
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => value !== null));
}

function inner(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'usage' in value ? value.usage : undefined;
}

function partsOf({ wire, body, isStream }: RecordedBody): Fields[] {
  if (!isStream) return [JSON.parse(body.toString('utf8'))];
  if (wire === 'converse') return awsPayloads(body);
  const events = body.toString('utf8').split('\n\n');
  const data = events.flatMap((event) => /^data: (\{.*\})$/m.exec(event)?.[1] ?? []);
  return data.flatMap((text) => (isJson(text) ? [JSON.parse(text)] : []));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function awsPayloads(body: Buffer): Fields[] {
  const payloads: Fields[] = [];
  for (let at = 0; at < body.length; at += body.readUInt32BE(at)) {
    const headersLength = body.readUInt32BE(at + 4);
    const end = at + body.readUInt32BE(at) - 4;
    payloads.push(JSON.parse(body.toString('utf8', at + 12 + headersLength, end)));
  }
  return payloads;
}
