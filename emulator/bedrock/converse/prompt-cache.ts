import { createHash } from 'node:crypto';
import type { CacheDetail, TokenUsage } from '@aws-sdk/client-bedrock-runtime';
import { type Block, type ConverseRequest, fieldsOf } from './conversation.ts';

const BYTES_PER_TOKEN = 4;
const IMAGE_TOKENS = 1_200;
const PREFIXES_MAX = 10_000;

export type InputUsage = Omit<TokenUsage, 'outputTokens' | 'totalTokens' | '$unknown'> & {
  inputTokens: number;
};

/** Prefixes that cache points marked before. It forgets by number, not by time, and keeps short ones too. */
export type PromptCache = {
  /** How the tokens of the prompt divide; remembers its marked prefixes. */
  account(request: ConverseRequest): InputUsage;
};

type Prefix = { key: string; tokens: number; ttl: string };

export function createPromptCache(): PromptCache {
  const seen = new Set<string>();
  return {
    account: (request) => {
      const { prefixes, tokens } = prefixesOf(request);
      const read = prefixes.findLast(({ key }) => seen.has(key))?.tokens ?? 0;
      remember(seen, prefixes);
      const last = prefixes.at(-1);
      const written = last === undefined ? 0 : last.tokens - read;
      return {
        inputTokens: tokens - read - written,
        cacheReadInputTokens: read,
        cacheWriteInputTokens: written,
        ...detailsOf(last, written),
      };
    },
  };
}

/** All tokens of the prompt, cached or not. */
export function countInput(request: ConverseRequest): number {
  return prefixesOf(request).tokens;
}

function remember(seen: Set<string>, prefixes: readonly Prefix[]): void {
  for (const { key } of prefixes) seen.add(key);
  for (const key of seen) {
    if (seen.size <= PREFIXES_MAX) break;
    seen.delete(key);
  }
}

function detailsOf(last: Prefix | undefined, written: number): { cacheDetails?: CacheDetail[] } {
  if (last === undefined || written === 0) return {};
  return { cacheDetails: [{ ttl: last.ttl === '1h' ? '1h' : '5m', inputTokens: written }] };
}

// The order in which a model reads a prompt: tools, system, messages.
function prefixesOf({ model, tools, system, turns }: ConverseRequest) {
  const spoken = turns.flatMap(({ role, blocks }) =>
    blocks.map((block) => ({ ...block, at: role })),
  );
  const hash = createHash('sha256').update(model.id);
  const prefixes: Prefix[] = [];
  let tokens = 0;
  for (const block of [...tools, ...system, ...spoken]) {
    if (block.kind === 'cachePoint') {
      const ttl = String(fieldsOf(block.body)['ttl'] ?? '5m');
      prefixes.push({ key: hash.copy().digest('base64'), tokens, ttl });
      continue;
    }
    const json = JSON.stringify([block.kind, block.body]);
    hash.update(json);
    tokens += tokensOf(block, json);
  }
  return { prefixes, tokens };
}

function tokensOf({ kind }: Block, json: string): number {
  return kind === 'image' ? IMAGE_TOKENS : Math.ceil(Buffer.byteLength(json) / BYTES_PER_TOKEN);
}
