/** `1` takes the versions named here, `newest` whatever the registry calls the latest, to hear of a change early. */
export const wish = process.env['MONAGO_TEST_LATEST'];

/** The clients need a newer Node than Monago does; it comes from the registry with them. */
const node = 'node@24.21.0';

/** Versions seen to work, by package. */
const pinned: Readonly<Record<string, string>> = {
  '@anthropic-ai/claude-code': '2.1.197',
  '@openai/codex': '0.169.0',
  openai: '7.57.0',
  '@anthropic-ai/sdk': '1.12.0',
  '@aws-sdk/client-bedrock-runtime': '3.1163.0',
  ai: '7.0.173',
  '@ai-sdk/openai': '4.0.118',
  '@ai-sdk/anthropic': '4.0.105',
  '@ai-sdk/amazon-bedrock': '5.0.101',
  '@ai-sdk/openai-compatible': '3.0.92',
  '@openai/agents': '0.20.0',
  '@langchain/core': '1.4.0',
  '@langchain/openai': '1.6.0',
  zod: '4.6.7',
};

/** What npm is asked for. */
export function specifiers(packages: readonly string[]): string[] {
  const version = (name: string) => (wish === 'newest' ? 'latest' : (pinned[name] ?? 'latest'));
  return [node, ...packages.map((name) => `${name}@${version(name)}`)];
}
