import type { StopReason, TokenUsage } from '@aws-sdk/client-bedrock-runtime';
import type { Fields } from '../../server/json.ts';

/** A block of an answer, in the pieces in which a stream delivers it. */
export type AnswerBlock =
  | { kind: 'text'; pieces: string[] }
  | { kind: 'reasoning'; pieces: string[]; signature?: string }
  /** Reasoning that only the provider can read, in base64. */
  | { kind: 'redacted'; data: string }
  | { kind: 'tool'; id: string; name: string; input: unknown; pieces: string[] };

/** What the model said, before it is known whether it is told in one piece. */
export type ConverseAnswer = {
  blocks: AnswerBlock[];
  stopReason: StopReason;
  usage: TokenUsage;
  /** The answer in the model's own words, of which a request can ask members by path. */
  native: Fields;
  /** How the model's own stream tells its end. */
  nativeEnd: Fields;
};

/** The values at the JSON pointers (RFC 6901) that the request asked for; undefined when there are none. */
export function askedFields(paths: unknown, native: Fields): Fields | undefined {
  const list: unknown[] = Array.isArray(paths) ? paths : [];
  const found = list.flatMap((path) => {
    const steps = String(path).split('/').slice(1);
    const value = steps.reduce<unknown>(step, native);
    return steps.length === 0 || value === undefined ? [] : [nested(steps, value)];
  });
  return found.length === 0 ? undefined : Object.assign({}, ...found);
}

function step(at: unknown, name: string): unknown {
  if (typeof at !== 'object' || at === null) return undefined;
  return Object.entries(at).find(([key]) => key === name)?.[1];
}

function nested(steps: readonly string[], value: unknown): Fields {
  const [first = '', ...rest] = steps;
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}
