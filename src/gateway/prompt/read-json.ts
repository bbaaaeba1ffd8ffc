import { MonagoError } from '../../domain/errors.ts';
import { findJsonFault } from './json-fault.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws MonagoError `invalid_request` for what is not UTF-8 */
export function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new MonagoError('invalid_request', { message: 'The request body is not valid UTF-8.' });
  }
}

/**
 * The members of a JSON object.
 * @throws MonagoError `invalid_request` for what is no JSON object, or one that two readers could read differently
 */
export function readJsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  const text = decodeUtf8(body);
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    throw new MonagoError('invalid_request', {
      message: `The request body is not valid JSON: ${fault.problem} (at character ${fault.position}).`,
    });
  }
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new MonagoError('invalid_request', { message: 'The request body must be a JSON object.' });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
