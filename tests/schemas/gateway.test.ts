import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { checkTypes, type Kind, type TypeFault } from './check-types.ts';
import { distinctShapes, kindsOf } from './distinct-shapes.ts';
import {
  type Asked,
  ask,
  describeAsked,
  type Exchange,
  everyRequestTo,
  wholeAndStreamed,
  wires,
} from './gateway-exchanges.ts';
import { askBeside } from './other-endpoints.ts';
import { expectNone } from './report.ts';
import { features } from './requests/samples.ts';

const timeoutMs = 600_000;

const models = {
  openai: ['gpt-4o-mini', 'gpt-5'],
  anthropic: ['claude-sonnet-4-5', 'claude-opus-5-5'],
  bedrock: [
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us.anthropic.claude-opus-5-5',
    'amazon.nova-lite-v1:0',
    'openai.gpt-oss-120b-1:0',
    'mistral.mistral-large-2407-v1:0',
  ],
} as const;
const provided = Object.values(models).flat();

/** Models whose names ask the emulators for a fault. */
const failing = [
  ...faulty('gpt', ['401', '429', '500', '503', 'missing-scopes', 'insufficient-quota']),
  ...faulty('claude-sonnet-4-5', ['401', '402', '403', '413', '429', '500', '504', '529']),
  ...faulty('claude-sonnet-4-5', ['credit-balance']),
  ...faulty('amazon.nova-lite-v1:0', ['403', '408', '424', '429', '500', '503']),
  ...faulty('amazon.nova-lite-v1:0', ['throttled-mid-stream']),
  ...['gpt', 'claude-sonnet-4-5', 'amazon.nova-lite-v1:0'].flatMap((model) =>
    faulty(model, ['error-event', 'truncated', 'html-502', 'garbage']),
  ),
];

function faulty(model: string, faults: readonly string[]): string[] {
  return faults.map((fault) => `${model}-fault-${fault}`);
}

const asked: readonly Asked[] = [
  ...provided.flatMap(everyRequestTo),
  ...models.anthropic
    .flatMap(everyRequestTo)
    .filter(({ wire }) => wire === 'messages')
    .map((one) => ({ ...one, version: '2026-10-21' as const })),
  ...failing.flatMap((model) =>
    wires.flatMap((wire) => wholeAndStreamed({ wire, feature: 'text', model })),
  ),
  ...wires.flatMap((wire) => wholeAndStreamed({ wire, feature: 'text', model: 'nobodys-model' })),
];

const kinds: readonly Kind[] = [
  'anthropic.error',
  'anthropic.model',
  'anthropic.models',
  'bedrock.error',
  'chat.answer',
  'chat.chunk',
  'chat.request',
  'converse.answer',
  'converse.event',
  'converse.request',
  'invoke.request',
  'messages.answer',
  'messages.event',
  'messages.request',
  'openai.error',
  'openai.model',
  'openai.models',
  'provider 2023 messages.answer',
  'provider 2023 messages.event',
  'provider anthropic.error',
  'provider bedrock.error',
  'provider chat.answer',
  'provider chat.chunk',
  'provider converse.answer',
  'provider converse.event',
  'provider embeddings',
  'provider messages.answer',
  'provider messages.event',
  'provider messages.tokens',
  'provider openai.error',
  'provider responses.answer',
  'provider responses.deleted',
  'provider responses.event',
  'provider responses.tokens',
  'responses.answer',
  'responses.event',
];

/** In `lenient`, where most of what a client asks for gets to every provider in one form or another. */
let site: GatewaySite;
const exchanges: Exchange[] = [];
let seen: Kind[] = [];
let faults: TypeFault[] = [];

beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  const changed = await site.admin.post('/api/settings', { translation: 'lenient' });
  expect(changed.statusCode).toBe(200);
  for (const one of asked) exchanges.push(await ask(site, one));
  const beside = await askBeside(site);
  const said = [...exchanges.flatMap(({ emissions }) => emissions), ...beside];
  const shapes = distinctShapes(said);
  seen = kindsOf(shapes);
  faults = await checkTypes(shapes);
}, timeoutMs);

afterAll(() => site.close());

describe('what clients and providers are told through the gateway', () => {
  test('comes in every kind there is', () => {
    expect(seen).toEqual(kinds);
  });

  test.each(kinds)('%s is what the official types say', (kind) => {
    expectNone(faults.filter((fault) => fault.kind === kind));
  });
});

describe('the matrix is what it claims to be', () => {
  test.each(features)(
    '%s is answered in every format by some model of each provider',
    (feature) => {
      const missing = Object.entries(models).flatMap(([provider, names]) =>
        wires.flatMap((wire) => {
          const isAnswered = exchanges.some(
            ({ asked: one, status }) =>
              status === 200 &&
              one.wire === wire &&
              one.feature === feature &&
              names.some((name) => name === one.model),
          );
          return isAnswered ? [] : [`${wire} to ${provider}`];
        }),
      );
      expect(missing).toEqual([]);
    },
  );

  test('models that are made to fail do not answer whole', () => {
    const answered = exchanges.filter(
      ({ asked: one, status }) =>
        status === 200 && !one.isStream && /-fault-(?:\d|miss|insuff|credit)/.test(one.model),
    );
    expect(answered.map(({ asked: one }) => describeAsked(one))).toEqual([]);
  });
});
