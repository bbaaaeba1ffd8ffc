import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { resetProviders, seenBy } from '../clients/provider-models.ts';
import type { ClientSite } from './client-site.ts';
import { describeOnRequest } from './describe-on-request.ts';
import type { Run } from './run-program.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The signature of the format, as both APIs carry it. */
const pngStart = 'iVBORw0KGgo';
const bedrockModel = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** Everything that calls its maker, runs commands or looks for updates is off. */
const configuration = (model: string, url: string, seesImages: boolean) => `
model = "${model}"
model_provider = "monago"
check_for_update_on_startup = false
web_search = "disabled"
[features]
plugins = false
apps = false
remote_plugin = false
shell_tool = false
multi_agent = false
goals = false
view_image = ${seesImages}
[analytics]
enabled = false
[model_providers.monago]
name = "Monago"
base_url = "${url}/v1"
env_key = "MONAGO_TOKEN"
wire_api = "responses"
`;

describeOnRequest('the real Codex', () => {
  let site: ClientSite;

  beforeAll(async () => {
    const { openClientSite } = await import('./client-site.ts');
    site = await openClientSite(['@openai/codex']);
  }, 400_000);
  beforeEach(async () => {
    await site.calls();
    resetProviders(site.gateway);
  });
  afterAll(() => site?.close());

  const ask = (model: string, seesImages: boolean) =>
    site.run({
      name: 'codex',
      args: [
        ...['exec', '--skip-git-repo-check', '--sandbox', 'read-only', '--json'],
        'Say the word pineapple.',
      ],
      files: { 'config.toml': configuration(model, site.gateway.url, seesImages), sample: png },
      environment: { MONAGO_TOKEN: site.gateway.token },
      homeVariable: 'CODEX_HOME',
    });

  describe.each([
    { model: 'gpt-5.1', provider: 'openai', echo: 'You said: ' },
    { model: 'claude-sonnet-4-5', provider: 'anthropic', echo: 'Echo: ' },
    { model: bedrockModel, provider: 'bedrock', echo: 'Echo: ' },
  ] as const)('on $model of $provider', ({ model, provider, echo }) => {
    test('gets an answer after a tool was called; every call is in the log, and ended well', async () => {
      const run = await ask(model, false);
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(wordsIn(run).at(-1)).toBe(`${echo}request_user_input is unavailable in Default mode`);
      await expectCalls(model, provider);
      site.expectNothingElsewhere(run);
    });

    test('shows the model an image from the machine', async () => {
      const run = await ask(model, true);
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(wordsIn(run).at(-1)).toContain(echo);
      const [before, after] = seenBy(site.gateway, provider).map(({ body }) => body.toString());
      expect(before).not.toContain(pngStart);
      expect(after).toContain(pngStart);
      await expectCalls(model, provider);
      site.expectNothingElsewhere(run);
    });
  });

  async function expectCalls(model: string, provider: string): Promise<void> {
    const calls = await site.calls();
    expect(calls).toHaveLength(2);
    for (const { intent, outcome } of calls) {
      expect(intent).toMatchObject({ api: 'responses.create', provider, model, stream: true });
      expect(outcome).toMatchObject({ status: 'ok', http: 200, usage: { source: 'provider' } });
    }
  }
});

const eventSchema = z.object({
  item: z.object({ type: z.string(), text: z.string().optional() }).optional(),
});

/** What the model said, message by message. */
function wordsIn({ stdout }: Run): string[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => eventSchema.parse(JSON.parse(line)).item ?? [])
    .flatMap(({ type, text }) => (type === 'agent_message' && text !== undefined ? [text] : []));
}
