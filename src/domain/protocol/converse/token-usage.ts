import type { TokenUsage } from '../answer.ts';
import type { Emittable } from '../json-text.ts';
import type { JsonNode } from '../json-tree.ts';
import { count, items, member, text } from './answer-json.ts';

/** Bedrock counts cached tokens beside `inputTokens`, not among them. Undefined where nothing was counted. */
export function readUsage(usage: JsonNode | undefined): TokenUsage | undefined {
  const input = count(member(usage, 'inputTokens'));
  const output = count(member(usage, 'outputTokens'));
  if (input === undefined && output === undefined) return undefined;
  const cached = cacheCount(usage, 'cacheReadInputToken');
  const cacheWrite = cacheCount(usage, 'cacheWriteInputToken');
  const cacheWrite1h = keptForAnHour(member(usage, 'cacheDetails'));
  return {
    input: (input ?? 0) + (cached ?? 0) + (cacheWrite ?? 0),
    output: output ?? 0,
    ...(cached !== undefined && { cached }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(cacheWrite1h !== undefined && { cacheWrite1h }),
  };
}

// Both spellings are seen, in one and the same answer.
function cacheCount(usage: JsonNode | undefined, name: string): number | undefined {
  return count(member(usage, `${name}s`)) ?? count(member(usage, `${name}Count`));
}

function keptForAnHour(details: JsonNode | undefined): number | undefined {
  const hour = items(details).find((detail) => text(member(detail, 'ttl')) === '1h');
  return count(member(hour, 'inputTokens'));
}

export function writeUsage(usage: TokenUsage): Emittable {
  const cached = usage.cached ?? 0;
  const cacheWrite = usage.cacheWrite ?? 0;
  return {
    inputTokens: usage.input - cached - cacheWrite,
    outputTokens: usage.output,
    totalTokens: usage.input + usage.output,
    cacheReadInputTokens: usage.cached,
    cacheWriteInputTokens: usage.cacheWrite,
    cacheDetails: writeDetails(usage),
  };
}

function writeDetails({ cacheWrite, cacheWrite1h }: TokenUsage): Emittable | undefined {
  if (cacheWrite === undefined || cacheWrite1h === undefined) return undefined;
  const kept = [
    { ttl: '1h', inputTokens: cacheWrite1h },
    { ttl: '5m', inputTokens: cacheWrite - cacheWrite1h },
  ];
  return kept.filter(({ inputTokens }) => inputTokens > 0);
}
