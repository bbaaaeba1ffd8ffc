import type { TokenUsage } from '../answer.ts';
import type { Emittable } from '../json-text.ts';
import type { JsonObject } from '../json-tree.ts';
import { countIn, objectIn } from './answer-members.ts';

/**
 * The counts of one answer. In a stream they come more than once: each is the sum so far and replaces the one before,
 * and what a later event leaves out stays.
 */
export class UsageCount {
  readonly #counts = new Map<string, number>();

  take(usage: JsonObject | undefined): void {
    const details = objectIn(usage, 'output_tokens_details');
    const created = objectIn(usage, 'cache_creation');
    this.#take('input', countIn(usage, 'input_tokens'));
    this.#take('output', countIn(usage, 'output_tokens'));
    this.#take('cached', countIn(usage, 'cache_read_input_tokens'));
    this.#take('cacheWrite', countIn(usage, 'cache_creation_input_tokens'));
    this.#take('cacheWrite1h', countIn(created, 'ephemeral_1h_input_tokens'));
    this.#take('reasoning', countIn(details, 'thinking_tokens'));
  }

  /** Undefined while nothing was told. */
  get usage(): TokenUsage | undefined {
    if (this.#counts.size === 0) return undefined;
    const { cached, cacheWrite, cacheWrite1h, reasoning } = this.#optional;
    return {
      input: (this.#counts.get('input') ?? 0) + (cached ?? 0) + (cacheWrite ?? 0),
      output: this.#counts.get('output') ?? 0,
      ...(cached !== undefined && { cached }),
      ...(cacheWrite !== undefined && { cacheWrite }),
      ...(cacheWrite1h !== undefined && { cacheWrite1h }),
      ...(reasoning !== undefined && { reasoning }),
    };
  }

  get #optional() {
    return {
      cached: this.#counts.get('cached'),
      cacheWrite: this.#counts.get('cacheWrite'),
      cacheWrite1h: this.#counts.get('cacheWrite1h'),
      reasoning: this.#counts.get('reasoning'),
    };
  }

  #take(name: string, count: number | undefined): void {
    if (count !== undefined) this.#counts.set(name, count);
  }
}

/** Counts as the Messages API gives them: `input_tokens` is what no cache had a part in. */
export function writeUsage(usage: TokenUsage | undefined) {
  const cached = usage?.cached ?? 0;
  const cacheWrite = usage?.cacheWrite ?? 0;
  return {
    input_tokens: Math.max(0, (usage?.input ?? 0) - cached - cacheWrite),
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cached,
    output_tokens: usage?.output ?? 0,
    output_tokens_details:
      usage?.reasoning === undefined ? null : { thinking_tokens: usage.reasoning },
    server_tool_use: null,
  } satisfies Emittable;
}

/** The same with the members that only whole messages have. */
export function writeMessageUsage(usage: TokenUsage | undefined) {
  return {
    ...writeUsage(usage),
    cache_creation: writeCacheCreation(usage),
    inference_geo: null,
    service_tier: null,
    speed: null,
  } satisfies Emittable;
}

function writeCacheCreation(usage: TokenUsage | undefined) {
  if (usage?.cacheWrite === undefined) return null;
  const hour = usage.cacheWrite1h ?? 0;
  return {
    ephemeral_5m_input_tokens: Math.max(0, usage.cacheWrite - hour),
    ephemeral_1h_input_tokens: hour,
  };
}
