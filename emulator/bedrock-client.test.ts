import {
  AccessDeniedException,
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BedrockEmulator, startBedrockEmulator } from './bedrock/start-bedrock-emulator.ts';

const user = {
  accessKeyId: 'AKIAEXAMPLEUSER00001',
  secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
};
const session = {
  accessKeyId: 'ASIAEXAMPLESESSION01',
  secretAccessKey: 'sEssion/Secret+Access0Key1WithForty2Char',
  sessionToken: `IQoJb3JpZ2luX2VjE${'Zx9/Kq+7'.repeat(40)}==`,
};
const outsider = { ...user, accessKeyId: 'AKIAEXAMPLEUSER00002' };
const apiKey = `ABSK${'QmVkcm9ja0FQSUtleS1leGFtcGxl'.repeat(3)}==`;
let emulator: BedrockEmulator;

beforeAll(async () => {
  emulator = await startBedrockEmulator({
    accessKeys: [user, session, { ...outsider, permissions: 'none' }],
    apiKeys: [{ key: apiKey }],
  });
});

afterAll(() => emulator.stop());

function converse(config: BedrockRuntimeClientConfig, modelId = 'amazon.nova-lite-v1:0') {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    // The client's own handler speaks HTTP/2 only.
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
    ...config,
  });
  const messages = [{ role: 'user' as const, content: [{ text: 'hello' }] }];
  return client.send(new ConverseCommand({ modelId, messages }));
}

describe("AWS's own client", () => {
  test.each([
    ['an access key', { credentials: user }],
    ['a temporary access key', { credentials: session }],
    ['an API key', { token: { token: apiKey }, authSchemePreference: ['httpBearerAuth'] }],
  ])('is answered with %s', async (_, config) => {
    const answer = await converse(config);
    expect(answer.output?.message?.content).toEqual([{ text: 'Echo: hello' }]);
    expect(answer.stopReason).toBe('end_turn');
  });

  test('may name a model by its resource name', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0';
    expect((await converse({ credentials: user }, arn)).stopReason).toBe('end_turn');
  });

  test('recognises the refusals', async () => {
    const wrong = { ...user, secretAccessKey: 'x'.repeat(40) };
    await expect(converse({ credentials: wrong })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(converse({ credentials: user, region: 'eu-west-1' })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('region'),
    });
    await expect(converse({ credentials: outsider })).rejects.toBeInstanceOf(AccessDeniedException);
    await expect(converse({ credentials: user }, 'no-such-model')).rejects.toBeInstanceOf(
      ValidationException,
    );
  });
});
