import { MonagoError } from '../../../domain/errors.ts';
import type { ErasureScope } from '../../../ports/audit-content.ts';

/** As it travels: times are RFC 3339. */
export interface GivenScope {
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @throws MonagoError `invalid_input` for nothing at all, and for a time that ends before it begins */
export function erasureScope({ subject, from, to }: GivenScope): ErasureScope {
  const scope = { subject, from: millisecondsOf(from), to: millisecondsOf(to) };
  if (subject === undefined && scope.from === undefined && scope.to === undefined) {
    throw refused('subject', 'Say whose content, or of what time.');
  }
  if (scope.from !== undefined && scope.to !== undefined && scope.from >= scope.to) {
    throw refused('to', 'The time ends before it begins.');
  }
  return scope;
}

function millisecondsOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}

function refused(field: string, message: string): MonagoError {
  return new MonagoError('invalid_input', { param: field, fields: [{ field, message }] });
}
