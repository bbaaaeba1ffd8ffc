import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(`${root}docs/guides/clients.md`, 'utf8');
const run = promisify(execFile);

interface Snippet {
  readonly title: string;
  readonly code: string;
}

const snippets: readonly Snippet[] = guide.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => ({
    title: section.split('\n', 1)[0] ?? '',
    code,
  })),
);

describe('the guide to clients', () => {
  let site: GatewaySite;

  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  afterAll(() => site.close());

  test('shows code for six of them', () => {
    expect(snippets.map(({ title }) => title)).toHaveLength(6);
  });

  test.each(snippets)('$title: the code works as it stands there', async ({ code }) => {
    const answered = (await site.entries('ai.request.outcome')).length;
    // Named in full: nothing of this machine's environment may make it work.
    const env = { PATH: process.env['PATH'], MONAGO_URL: site.url, MONAGO_JWT: site.token };
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: root,
      env,
      timeout: 60_000,
    });
    expect(stdout).toContain('Hello');
    const outcomes = (await site.entries('ai.request.outcome')).slice(answered);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'ok' });
  });
});
