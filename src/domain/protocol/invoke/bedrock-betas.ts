/**
 * The opt-ins of Anthropic's API that Claude on Bedrock takes in `anthropic_beta`. It answers 400 `invalid beta flag` to
 * any other.
 */
export const bedrockBetas: ReadonlySet<string> = new Set([
  'claude-code-20250219',
  'compact-2026-01-12',
  'computer-use-2024-10-22',
  'computer-use-2025-01-24',
  'computer-use-2025-11-24',
  'context-1m-2025-08-07',
  'context-management-2025-06-27',
  'dev-full-thinking-2025-05-14',
  'effort-2025-11-24',
  'fine-grained-tool-streaming-2025-05-14',
  'interleaved-thinking-2025-05-14',
  'output-128k-2025-02-19',
  'token-efficient-tools-2025-02-19',
  'tool-examples-2025-10-29',
  'tool-search-tool-2025-10-19',
]);

/** @returns those of the asked that are known, each once; the others are in the ledger by name */
export function allowBetas(
  asked: readonly string[],
  known: ReadonlySet<string>,
  ledger: { drop(field: string): void },
): string[] {
  const taken = new Set<string>();
  for (const beta of asked) {
    if (known.has(beta)) taken.add(beta);
    else ledger.drop(`anthropic-beta: ${beta}`);
  }
  return [...taken];
}
