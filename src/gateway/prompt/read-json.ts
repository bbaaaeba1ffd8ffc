import { MonagoError } from '../../domain/errors.ts';
import { findJsonFault, type NumberPlace } from './json-fault.ts';
import { writeOut } from './write-out.ts';

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
 * The members of a JSON object. A number with more digits than a double keeps is given as a text that has them all.
 * @throws MonagoError `invalid_request` for what is no JSON object, or one that two readers could read differently
 */
export function readJsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  const text = decodeUtf8(body);
  const inexact: NumberPlace[] = [];
  const fault = findJsonFault(text, inexact);
  if (fault !== undefined) {
    throw new MonagoError('invalid_request', {
      message: `The request body is not valid JSON: ${fault.problem} (at character ${fault.position}).`,
    });
  }
  const value: unknown = JSON.parse(quoted(text, inexact));
  if (isObject(value)) return value;
  throw new MonagoError('invalid_request', { message: 'The request body must be a JSON object.' });
}

// Rounded, an identifier is another one, and would not be recognised.
function quoted(text: string, numbers: readonly NumberPlace[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of numbers) {
    pieces.push(text.slice(from, start), JSON.stringify(writeOut(text.slice(start, end))));
    from = end;
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(from);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
