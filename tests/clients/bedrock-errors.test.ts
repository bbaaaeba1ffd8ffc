import {
  AccessDeniedException,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  ModelStreamErrorException,
  ResourceNotFoundException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { bedrockClient, collect, place, transports } from './bedrock-site.ts';
import { failEveryCall, scriptEverywhere } from './provider-failures.ts';
import { providerModels, resetProviders, seenBy } from './provider-models.ts';

const hello = { messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] };
const nova = 'amazon.nova-pro-v1:0';

describe('errors as the AWS client has them', () => {
  let site: GatewaySite;
  let client: BedrockRuntimeClient;
  const others: BedrockRuntimeClient[] = [];

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
    client = bedrockClient(site);
  });
  beforeEach(() => resetProviders(site));
  afterEach(() => {
    for (const other of others.splice(0)) other.destroy();
  });
  afterAll(async () => {
    client.destroy();
    await site.close();
  });

  const converse = (modelId: string, asked = client) =>
    asked.send(new ConverseCommand({ modelId, ...hello }));
  const stream = async (modelId: string, asked = client) => {
    const answer = await asked.send(new ConverseStreamCommand({ modelId, ...hello }));
    return collect(answer.stream);
  };

  test('a token that nobody knows', async () => {
    const stranger = bedrockClient(site, { token: { token: 'nonsense' } });
    others.push(stranger);
    await expect(converse(nova, stranger)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 401, requestId: expect.stringMatching(/^req_/) },
    });
  });

  test('a signed request is told how to send the token', async () => {
    const credentials = { accessKeyId: 'AKIAEXAMPLEUSER00001', secretAccessKey: 'x'.repeat(40) };
    for (const transport of Object.values(transports)) {
      const signer = new BedrockRuntimeClient({ ...place(site), credentials, ...transport });
      others.push(signer);
      await expect(converse(nova, signer)).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
        message: expect.stringContaining('AWS_BEARER_TOKEN_BEDROCK'),
      });
    }
    expect(seenBy(site, 'bedrock')).toEqual([]);
  });

  test('the token from the environment is enough', async () => {
    process.env['AWS_BEARER_TOKEN_BEDROCK'] = site.token;
    try {
      const found = new BedrockRuntimeClient(place(site));
      others.push(found);
      expect((await converse(nova, found)).stopReason).toBe('end_turn');
    } finally {
      delete process.env['AWS_BEARER_TOKEN_BEDROCK'];
    }
  });

  test('a model that nobody has', async () => {
    await expect(converse('no-such-model')).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(converse('amazon.nova-pro-v9:9')).rejects.toMatchObject({
      $metadata: { httpStatusCode: expect.toSatisfy((status) => status === 400 || status === 404) },
    });
  });

  test('gotcha 23: a model id that climbs reaches no path of the provider', async () => {
    for (const modelId of [
      '../../foundation-models',
      'amazon.nova-pro-v1:0/../../x',
      'a?b',
      'a#b',
    ]) {
      await expect(converse(modelId)).rejects.toMatchObject({
        $metadata: { httpStatusCode: 404 },
      });
    }
    for (const provider of ['openai', 'anthropic', 'bedrock'] as const) {
      expect(seenBy(site, provider)).toEqual([]);
    }
  });

  test('what cannot be carried is named', async () => {
    const asked = client.send(
      new ConverseCommand({
        modelId: 'gpt-4o-mini',
        ...hello,
        guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
      }),
    );
    await expect(asked).rejects.toBeInstanceOf(ValidationException);
    await expect(asked).rejects.toThrow('guardrailConfig');
  });

  describe.each(providerModels)('on $model of $provider', ({ provider, model }) => {
    test.each([
      ['rate limit', ThrottlingException, 429],
      ['overload', ServiceUnavailableException, 503],
      ['forbidden', AccessDeniedException, 403],
    ] as const)('%s', async (failure, kind, status) => {
      failEveryCall(site, provider, failure);
      const error = await converse(model).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ $metadata: { httpStatusCode: status } });
      await expect(stream(model)).rejects.toBeInstanceOf(kind);
    });

    test('a refused key of the organisation does not blame the token', async () => {
      failEveryCall(site, provider, 'rejected key');
      await expect(converse(model)).rejects.toMatchObject({
        name: expect.not.stringMatching(/UnrecognizedClient|AccessDenied|Signature/),
        $metadata: { httpStatusCode: 424 },
      });
    });

    test('gotcha 30: an error in mid-stream is thrown, over either version of HTTP', async () => {
      for (const transport of Object.values(transports)) {
        const asked = bedrockClient(site, transport);
        others.push(asked);
        scriptEverywhere(site, { errorEvent: true });
        const error = await stream(model, asked).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({
          $fault: expect.any(String),
          name: expect.stringMatching(/Exception$/),
        });
        resetProviders(site);
      }
    });

    test('gotcha 25: a stream that is cut never looks like one that ended', async () => {
      for (const truncate of ['between-events', 'inside-event'] as const) {
        scriptEverywhere(site, { truncate });
        await expect(stream(model)).rejects.toBeInstanceOf(ModelStreamErrorException);
        resetProviders(site);
      }
    });

    test('gotcha 27: a client that leaves ends the call at the provider', async () => {
      for (const transport of Object.values(transports)) {
        const asked = bedrockClient(site, transport);
        scriptEverywhere(site, { hang: 'before-headers' });
        const leaving = new AbortController();
        const answer = asked.send(new ConverseCommand({ modelId: model, ...hello }), {
          abortSignal: leaving.signal,
        });
        const left = expect(answer).rejects.toThrow();
        await expect.poll(() => seenBy(site, provider).at(-1)?.isComplete).toBe(true);
        leaving.abort();
        await left;
        await expect
          .poll(() => seenBy(site, provider).at(-1)?.abortedAfterMs, { timeout: 1_000 })
          .toBeDefined();
        asked.destroy();
        resetProviders(site);
      }
    });
  });

  test.each([
    ['throttlingException', 'ThrottlingException'],
    ['validationException', 'ValidationException'],
    ['modelStreamErrorException', 'ModelStreamErrorException'],
    ['serviceUnavailableException', 'ServiceUnavailableException'],
  ] as const)(
    "gotcha 30: Bedrock's own %s in mid-stream arrives as it is",
    async (midStream, name) => {
      site.control.bedrock.script({ errorEvent: true, failure: { midStream } });
      await expect(stream(nova)).rejects.toMatchObject({ name });
    },
  );

  test('a damaged frame of Bedrock breaks the stream', async () => {
    site.control.bedrock.script({ failure: 'wrong-checksum' });
    await expect(stream(nova)).rejects.toThrow();
  });
});
