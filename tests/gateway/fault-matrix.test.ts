import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScriptedFailure } from '../../emulator/bedrock/scripted-failure.ts';
import type { ScriptStep } from '../../emulator/server/script-queue.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { streamClients } from './stream-clients.ts';

type ClientName = keyof typeof streamClients;

interface Pair {
  readonly client: ClientName;
  readonly provider: Provider;
  readonly model: string;
}

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const models = [
  { provider: 'openai', model: 'gpt-4o-mini' },
  { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  { provider: 'bedrock', model: 'amazon.nova-pro-v1:0' },
  { provider: 'bedrock', model: claude },
] as const;
const everywhere = ['chat', 'responses', 'messages', 'converse'] as const;
const pairs: readonly Pair[] = [
  ...everywhere.flatMap((client) => models.map((target) => ({ client, ...target }))),
  { client: 'invoke', provider: 'bedrock', model: claude },
];

// The emulators repeat it in many pieces, so that half an answer is some words.
const prompt = 'Tell me of the gateway between the applications and the providers. '.repeat(6);

let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    timeouts: { headTimeoutMs: 2_000, idleTimeoutMs: 300 },
  });
});
afterAll(() => site.close());
beforeEach(() => {
  const { emulator, anthropic, bedrock } = site.control;
  for (const provider of [emulator, anthropic, bedrock]) provider.reset();
});

function script(provider: Provider, step: ScriptStep<never>): void {
  const { emulator: openai, anthropic, bedrock } = site.control;
  ({ openai, anthropic, bedrock })[provider].script(step);
}

async function ask({ client, model }: Pair) {
  const { url, token } = site;
  return streamClients[client]({ url, token, model }, prompt);
}

/** The entries of the last call: one intent, and exactly one outcome for it. */
async function lastTrail() {
  const intent = await site.lastEntry('ai.request.intent');
  const outcomesOf = async () =>
    (await site.entries('ai.request.outcome')).filter(
      (entry) => entry['intent'] === intent?.['id'],
    );
  await expect.poll(async () => (await outcomesOf()).length).toBe(1);
  const [outcome] = await outcomesOf();
  return { intent, outcome };
}

const estimate = {
  source: 'estimated',
  input: expect.toSatisfy((count: number) => count > 10 && count < 1_000),
  output: expect.toSatisfy((count: number) => count > 3 && count < 500),
};

interface Death {
  readonly how: string;
  readonly fault: ScriptStep<never>;
  readonly outcome: object;
}

const deaths: readonly Death[] = [
  {
    how: 'ends in order between two events',
    fault: { truncate: 'between-events' },
    outcome: { status: 'truncated', error: 'upstream_broken' },
  },
  {
    how: 'ends in order within an event',
    fault: { truncate: 'inside-event' },
    outcome: { status: 'truncated', error: 'upstream_broken' },
  },
  {
    how: 'is reset',
    // Slowly, because a reset throws away what has arrived and was not read yet.
    fault: { reset: 'mid-stream', chunkDelayMs: 5 },
    outcome: { status: 'truncated', error: 'upstream_broken' },
  },
  {
    how: 'falls silent',
    fault: { hang: 'mid-stream' },
    outcome: { status: 'timeout', error: 'upstream_timeout' },
  },
  {
    how: 'tells of an error',
    fault: { errorEvent: true },
    outcome: { status: 'provider_error' },
  },
];

describe.each(pairs)('$client, asked of $model', (pair) => {
  test('a stream that ends is whole', async () => {
    const { text, failure, isWhole } = await ask(pair);
    expect(failure).toBeUndefined();
    expect(isWhole).toBe(true);
    expect(text).toContain(prompt.trim());
    expect((await lastTrail()).outcome).toMatchObject({
      status: 'ok',
      http: 200,
      usage: { source: 'provider' },
    });
  });

  test.each(deaths)(
    'gotcha 25: a stream that $how does not look whole',
    async ({ fault, outcome }) => {
      script(pair.provider, fault);
      const streamed = await ask(pair);
      expect(streamed.failure).toBeDefined();
      expect(streamed.isWhole).toBe(false);
      // What came before is not withheld.
      expect(streamed.text.length).toBeGreaterThan(20);
      expect(streamed.text.length).toBeLessThan(prompt.length);
      const trail = await lastTrail();
      expect(trail.outcome).toMatchObject({ http: 200, upstream_http: 200, ...outcome });
      expect(trail.outcome?.['usage']).toMatchObject(estimate);
    },
  );
});

describe.each(pairs.filter(({ provider }) => provider === 'bedrock'))(
  '$client, asked of $model, in frames of AWS',
  (pair) => {
    const spoilt: readonly { how: string; step: ScriptStep<ScriptedFailure>; status: string }[] = [
      {
        how: 'has a wrong checksum',
        step: { failure: 'wrong-checksum' },
        status: 'truncated',
      },
      {
        how: 'throttles in the middle',
        step: { errorEvent: true, failure: { midStream: 'throttlingException' } },
        status: 'provider_error',
      },
    ];
    test.each(spoilt)(
      'gotcha 30: a stream that $how does not look whole',
      async ({ step, status }) => {
        site.control.bedrock.script(step);
        const streamed = await ask(pair);
        expect(streamed.failure).toBeDefined();
        expect(streamed.isWhole).toBe(false);
        const { outcome } = await lastTrail();
        expect(outcome).toMatchObject({ status, http: 200 });
        expect(outcome?.['usage']).toMatchObject(estimate);
      },
    );
  },
);
