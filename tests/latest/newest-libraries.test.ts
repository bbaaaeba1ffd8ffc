import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { providerModels } from '../clients/provider-models.ts';
import type { ClientSite } from './client-site.ts';
import { describeOnRequest } from './describe-on-request.ts';
import type { Run } from './run-program.ts';

const packages = [
  'openai',
  '@anthropic-ai/sdk',
  '@aws-sdk/client-bedrock-runtime',
  'ai',
  '@ai-sdk/openai',
  '@ai-sdk/openai-compatible',
  '@ai-sdk/anthropic',
  '@ai-sdk/amazon-bedrock',
  '@openai/agents',
  '@langchain/core',
  '@langchain/openai',
  'zod',
];

const plain = [
  'openai chat',
  'openai responses',
  'anthropic messages',
  'aws converse over HTTP/2',
  'ai responses',
  'ai chat',
  'ai compatible',
  'ai anthropic',
  'ai bedrock',
  'langchain chat',
  'langchain responses',
];
const withTools = [
  'openai chat',
  'ai responses',
  'ai chat',
  'ai compatible',
  'ai anthropic',
  'ai bedrock',
  'agents responses',
  'agents chat',
  'langchain chat',
  'langchain responses',
];

const lineSchema = z.object({
  name: z.string(),
  gave: z.unknown().optional(),
  failed: z.string().optional(),
});

describeOnRequest('the newest libraries under the newest Node', () => {
  let site: ClientSite;
  let run: Run;
  let results: ReadonlyMap<string, unknown>;

  beforeAll(async () => {
    const { openClientSite } = await import('./client-site.ts');
    site = await openClientSite(packages);
    // Beside the libraries, because a program finds those by where it stands.
    const program = join(site.clients.folder, 'newest-libraries.mjs');
    copyFileSync(new URL('./programs/newest-libraries.mjs', import.meta.url), program);
    run = await site.run({
      name: 'node',
      args: [program],
      environment: {
        MONAGO_URL: site.gateway.url,
        MONAGO_TOKEN: site.gateway.token,
        MONAGO_MODELS: JSON.stringify(providerModels.map(({ model }) => model)),
      },
    });
    const lines = run.stdout.split('\n').filter((line) => line.startsWith('{'));
    results = new Map(
      lines.map((line) => {
        const { name, gave, failed } = lineSchema.parse(JSON.parse(line));
        return [name, failed ?? gave];
      }),
    );
  }, 500_000);
  afterAll(() => site?.close());

  describe.each(providerModels)('on $model of $provider', ({ model, echo }) => {
    test.each(plain.flatMap((call) => [call, `${call}, streamed`]))(
      '%s: says the words',
      (call) => {
        expect(results.get(`${call} on ${model}`)).toBe(`${echo}Hello, 世界!`);
      },
    );

    test.each(withTools)('%s: uses a tool, and goes on with its result', (call) => {
      expect(results.get(`${call}, with a tool on ${model}`)).toBe(`${echo}31 degrees in sample`);
    });
  });

  test.each(['openai', 'ai', 'langchain'])('%s embeddings: are whole', (library) => {
    expect(results.get(`${library} embeddings`)).toBe(1_536);
  });

  test('every call is in the log, and ended well; nothing else was reached', async () => {
    expect(run.code, run.stderr).toBe(0);
    const calls = await site.calls();
    expect(calls.length).toBeGreaterThan(results.size);
    const ended = calls.map(({ outcome }) => outcome?.['status']);
    expect(new Set(ended)).toEqual(new Set(['ok']));
    site.expectNothingElsewhere(run);
  });
});
