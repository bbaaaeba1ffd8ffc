import { createHash } from 'node:crypto';
import type { CacheCreation } from '@anthropic-ai/sdk/resources/messages';
import { type Fields, isFields } from '../server/json.ts';
import { blocksOf } from './conversation.ts';
import { mistake } from './shape.ts';

const BYTES_PER_TOKEN = 4;
const IMAGE_TOKENS = 1_200;
const BREAKPOINTS_MAX = 4;
const PREFIXES_MAX = 10_000;

type Lifetime = '5m' | '1h';
type Segment = { text: string; tokens: number; breakpoint?: Lifetime };

/** How the tokens of a prompt divide; `uncached` is what the API calls `input_tokens`. */
export type PromptTokens = { uncached: number; read: number; created: CacheCreation };

/** Prefixes that were marked before. Unlike the provider's it forgets by number, not by time, and keeps short ones too. */
export type PromptCache = {
  /** Looks the prompt up and remembers its marked prefixes. */
  account(fields: Fields): PromptTokens;
};

export function createPromptCache(): PromptCache {
  const seen = new Set<string>();
  return {
    account: (fields) => {
      const segments = segmentsOf(fields);
      const end = segments.findLastIndex(({ breakpoint }) => breakpoint !== undefined);
      const keys = prefixKeys(segments.slice(0, end + 1), String(fields['model']));
      const known = keys.findLastIndex((key) => seen.has(key));
      for (const key of keys) seen.add(key);
      for (const key of seen) {
        if (seen.size <= PREFIXES_MAX) break;
        seen.delete(key);
      }
      return {
        read: sum(segments.slice(0, known + 1)),
        created: creation(segments.slice(known + 1, end + 1)),
        uncached: sum(segments.slice(Math.max(known, end) + 1)),
      };
    },
  };
}

/** All tokens of the prompt, cached or not. */
export function countPromptTokens(fields: Fields): number {
  return sum(segmentsOf(fields));
}

/** Refuses more marks than the API keeps, and a long-lived one behind a short-lived one. */
export function checkBreakpoints(fields: Fields): void {
  const marks = segmentsOf(fields).flatMap(({ breakpoint }) => breakpoint ?? []);
  if (marks.length > BREAKPOINTS_MAX) {
    const limit = `A maximum of ${BREAKPOINTS_MAX} blocks with cache_control may be provided.`;
    throw mistake('', `${limit} Found ${marks.length}.`);
  }
  if (marks.lastIndexOf('1h') > marks.indexOf('5m') && marks.includes('5m')) {
    throw mistake('', "a ttl='1h' cache_control block must not come after a ttl='5m' one.");
  }
}

// The order in which the provider reads a prompt: tools, system, messages.
function segmentsOf(fields: Fields): Segment[] {
  const messages = Array.isArray(fields['messages']) ? fields['messages'].filter(isFields) : [];
  const tools = Array.isArray(fields['tools']) ? fields['tools'].filter(isFields) : [];
  const spoken = messages.flatMap((message) =>
    blocksOf(message['content'], '').map((block) => ({ ...block.fields, role: message['role'] })),
  );
  const system = blocksOf(fields['system'], '').map((block) => block.fields);
  const segments = [...tools, ...system, ...spoken].map(segment);
  const last = segments.at(-1);
  const whole = lifetime(fields['cache_control']);
  if (last !== undefined && whole !== undefined) last.breakpoint ??= whole;
  return segments;
}

function segment({ cache_control: control, ...block }: Fields): Segment {
  const breakpoint = lifetime(control);
  const text = JSON.stringify(block);
  const bytes = Buffer.byteLength(text);
  const tokens = block['type'] === 'image' ? IMAGE_TOKENS : Math.ceil(bytes / BYTES_PER_TOKEN);
  return { text, tokens, ...(breakpoint === undefined ? {} : { breakpoint }) };
}

function lifetime(control: unknown): Lifetime | undefined {
  if (!isFields(control)) return undefined;
  return control['ttl'] === '1h' ? '1h' : '5m';
}

// One key for each prefix that ends at a block: what a longer conversation shares with an earlier one is found.
function prefixKeys(segments: readonly Segment[], model: string): string[] {
  const hash = createHash('sha256').update(model);
  return segments.map(({ text }) => hash.update(`\n${text}`).copy().digest('base64'));
}

// Each stretch is written with the lifetime of the mark that ends it.
function creation(segments: readonly Segment[]): CacheCreation {
  let short = 0;
  let long = 0;
  let pending = 0;
  for (const { tokens, breakpoint } of segments) {
    pending += tokens;
    if (breakpoint === undefined) continue;
    if (breakpoint === '1h') long += pending;
    else short += pending;
    pending = 0;
  }
  return { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long };
}

function sum(segments: readonly Segment[]): number {
  return segments.reduce((total, { tokens }) => total + tokens, 0);
}
