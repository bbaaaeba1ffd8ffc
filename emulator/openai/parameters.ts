import { type Fields, isFields } from '../server/json.ts';
import { type ApiFailure, invalidRequest } from './api-failure.ts';
import { describeType } from './describe-type.ts';

/** The bounds of a numeric parameter; `integer` also chooses the words of the error. */
export type NumberRule = { name: string; min: number; max: number; integer: boolean };

export function invalidType(name: string, expected: string, value: unknown): ApiFailure {
  const message = `Invalid type for '${name}': expected ${expected}, but got ${describeType(value)} instead.`;
  return invalidRequest(message, name, 'invalid_type');
}

export function invalidValue(name: string, value: string, allowed: readonly string[]): ApiFailure {
  const quoted = allowed.map((item) => `'${item}'`);
  const list = `${quoted.slice(0, -1).join(', ')}${quoted.length > 1 ? ', and ' : ''}${quoted.at(-1) ?? ''}`;
  const message = `Invalid value: '${value}'. Supported values are: ${list}.`;
  return invalidRequest(message, name, 'invalid_value');
}

export function missingParameter(name: string): ApiFailure {
  const message = `Missing required parameter: '${name}'.`;
  return invalidRequest(message, name, 'missing_required_parameter');
}

/** Absent and null are the same to OpenAI for optional parameters. */
export function readNumber(fields: Fields, rule: NumberRule): number | undefined {
  const value = fields[rule.name] ?? undefined;
  if (value === undefined) return undefined;
  const kind = rule.integer ? 'integer' : 'decimal';
  const article = rule.integer ? 'an integer' : 'a decimal';
  if (typeof value !== 'number' || (rule.integer && !Number.isInteger(value))) {
    throw invalidType(rule.name, article, value);
  }
  if (value < rule.min) throw outOfRange(rule.name, { kind, value, bound: rule.min, side: 'min' });
  if (value > rule.max) throw outOfRange(rule.name, { kind, value, bound: rule.max, side: 'max' });
  return value;
}

export function readBoolean(fields: Fields, name: string): boolean | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidType(name, 'a boolean', value);
}

/** A string or up to four strings. */
export function readStop(fields: Fields): string[] {
  const value = fields['stop'] ?? [];
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list)) throw invalidType('stop', 'a string or an array of strings', value);
  if (list.length > 4) {
    const message = `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${list.length} instead.`;
    throw invalidRequest(message, 'stop', 'array_above_max_length');
  }
  return list.map((item: unknown, index) => {
    if (typeof item === 'string') return item;
    throw invalidType(`stop[${index}]`, 'a string', item);
  });
}

export type StreamRequest = { stream: boolean; includeUsage: boolean; includeObfuscation: boolean };

export function readStream(fields: Fields): StreamRequest {
  const stream = readBoolean(fields, 'stream') ?? false;
  const options = fields['stream_options'] ?? undefined;
  if (options === undefined) return { stream, includeUsage: false, includeObfuscation: true };
  if (!isFields(options)) throw invalidType('stream_options', 'an object', options);
  if (!stream) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    throw invalidRequest(message, 'stream_options', null);
  }
  return {
    stream,
    includeUsage: readBoolean(options, 'include_usage') ?? false,
    includeObfuscation: readBoolean(options, 'include_obfuscation') ?? true,
  };
}

function outOfRange(
  name: string,
  what: { kind: 'integer' | 'decimal'; value: number; bound: number; side: 'min' | 'max' },
): ApiFailure {
  const isLow = what.side === 'min';
  const message = `Invalid '${name}': ${what.kind} ${isLow ? 'below minimum' : 'above maximum'} value. Expected a value ${isLow ? '>=' : '<='} ${what.bound}, but got ${what.value} instead.`;
  const code = `${what.kind}_${isLow ? 'below_min' : 'above_max'}_value`;
  return invalidRequest(message, name, code);
}
