import type { TokenUsage } from '../../domain/protocol/answer.ts';
import { usageOf } from './usage-of.ts';

const objectBytesMax = 8 * 1024;

/**
 * The token usage in the last part of an answer, unary or streamed. A member name in double quotes that are not escaped
 * cannot be part of the model's own text, so it is enough to look for it.
 */
export function readUsage(tail: Buffer): TokenUsage | undefined {
  for (let at = tail.lastIndexOf('"usage"'); at >= 0; at = lastBefore(tail, '"usage"', at)) {
    const value = objectAfter(tail, at + '"usage"'.length);
    if (value !== undefined) return usageOf(value);
  }
  return undefined;
}

/** The model that answered, as the provider names it. */
export function readModel(first: Buffer, tail: Buffer): string | undefined {
  return modelIn(first) ?? modelIn(tail);
}

function modelIn(part: Buffer): string | undefined {
  const at = part.indexOf('"model"');
  if (at < 0) return undefined;
  return /^"model"\s*:\s*"([^"\\]{1,200})"/.exec(part.toString('latin1', at, at + 300))?.[1];
}

function lastBefore(bytes: Buffer, text: string, at: number): number {
  return at === 0 ? -1 : bytes.lastIndexOf(text, at - 1);
}

function objectAfter(bytes: Buffer, at: number): Readonly<Record<string, unknown>> | undefined {
  const text = bytes.toString('latin1', at, at + objectBytesMax);
  const start = /^\s*:\s*(?=\{)/.exec(text)?.[0].length;
  if (start === undefined) return undefined;
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    if (text[end] === '{') depth += 1;
    else if (text[end] === '}') depth -= 1;
    if (depth === 0) return parse(text.slice(start, end + 1));
  }
  return undefined;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
