import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resetProviders, seenBy } from '../clients/provider-models.ts';
import type { ClientSite } from './client-site.ts';
import { describeOnRequest } from './describe-on-request.ts';
import type { Run } from './run-program.ts';

const quiet = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
};
const prompt = 'Say the word pineapple.';
const bedrockModel = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describeOnRequest('the real Claude Code', () => {
  let site: ClientSite;

  beforeAll(async () => {
    const { openClientSite } = await import('./client-site.ts');
    site = await openClientSite(['@anthropic-ai/claude-code']);
  }, 400_000);
  beforeEach(async () => {
    await site.calls();
    resetProviders(site.gateway);
  });
  afterAll(() => site?.close());

  const anthropic = (model: string) => ({
    ANTHROPIC_BASE_URL: site.gateway.url,
    ANTHROPIC_AUTH_TOKEN: site.gateway.token,
    ANTHROPIC_MODEL: model,
  });
  const bedrock = () => ({
    CLAUDE_CODE_USE_BEDROCK: '1',
    ANTHROPIC_BEDROCK_BASE_URL: site.gateway.url,
    AWS_BEARER_TOKEN_BEDROCK: site.gateway.token,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ANTHROPIC_MODEL: bedrockModel,
    // Bedrock gives its models other names than its answers do, and Claude Code leaves out the thoughts of strangers.
    MAX_THINKING_TOKENS: '0',
  });
  const ask = (environment: Readonly<Record<string, string>>, tools: readonly string[]) =>
    site.run({
      name: 'claude',
      args: ['-p', prompt, '--output-format', 'json', ...tools],
      environment: { ...quiet, ...environment },
      result: 'sample',
    });

  const withoutTools = ['--tools', ''];
  const withFiles = ['--tools', 'Write', '--permission-mode', 'acceptEdits'];

  const echo = 'Echo: ';
  const native = 'messages.create';

  describe.each([
    { model: 'claude-sonnet-4-5-20250929', provider: 'anthropic', api: native, echo },
    { model: 'claude-sonnet-5-5', provider: 'anthropic', api: native, echo },
    { model: bedrockModel, provider: 'bedrock', api: native, echo },
    { model: bedrockModel, provider: 'bedrock', api: 'bedrock.invoke_stream', echo },
    { model: 'gpt-5.1', provider: 'openai', api: native, echo: 'You said: ' },
  ] as const)('on $model of $provider, by $api', ({ model, provider, api, echo }) => {
    const environment = () => (api === native ? anthropic(model) : bedrock());

    test('gets an answer; every call is in the log, and ended well', async () => {
      const run = await ask(environment(), withoutTools);
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(answerOf(run)).toMatchObject({ is_error: false, num_turns: 1 });
      expect(answerOf(run).result.startsWith(echo)).toBe(true);
      expect(seenBy(site.gateway, provider).at(-1)?.body.toString()).toContain(prompt);
      await expectCalls({ api, model, provider, count: 1 });
      site.expectNothingElsewhere(run);
    });

    test('uses a tool, and goes on with its result', async () => {
      const run = await ask(environment(), withFiles);
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(run.result).toBe('sample');
      expect(answerOf(run).is_error).toBe(false);
      expect(answerOf(run).result.startsWith(echo)).toBe(true);
      expect(answerOf(run).result).toContain('File created successfully');
      await expectCalls({ api, model, provider, count: 2 });
      site.expectNothingElsewhere(run);
    });
  });

  interface Expected {
    readonly api: string;
    readonly model: string;
    readonly provider: string;
    readonly count: number;
  }

  // In its Bedrock mode Claude Code first tries which models there are.
  async function expectCalls({ api, model, provider, count }: Expected): Promise<void> {
    const calls = await site.calls();
    expect(calls.map(({ outcome }) => outcome?.['status'])).toEqual(calls.map(() => 'ok'));
    const own = calls.filter(({ intent }) => intent['api'] === api);
    expect(own).toHaveLength(count);
    for (const { intent, outcome } of own) {
      expect(intent).toMatchObject({ provider, model, model_requested: model, stream: true });
      expect(outcome).toMatchObject({ http: 200, usage: { source: 'provider' } });
    }
  }
});

function answerOf({ stdout }: Run): { result: string; is_error: boolean; num_turns: number } {
  const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '';
  return JSON.parse(line);
}
