import type { z } from 'zod';
import type { Endpoint, EndpointInput } from '../../../contract/endpoint.ts';
import { type FieldError, MonagoError } from '../../../domain/errors.ts';

/** The parts of a request as they arrived. */
export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Reads a request by the schemas of its row.
 * @throws MonagoError `invalid_input` with every field at fault
 */
export function readInput<E extends Endpoint>(endpoint: E, raw: RawInput): EndpointInput<E> {
  const faults: FieldError[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    faults.push(...parsed.error.issues.map(faultOf));
    return undefined;
  };
  const input = {
    params: read(endpoint.params, raw.params),
    query: read(endpoint.query, raw.query),
    body: read(endpoint.body, raw.body),
  };
  if (faults.length > 0) throw new MonagoError('invalid_input', { fields: faults });
  // Each part has just been parsed by the schema that its type is derived from.
  return input as EndpointInput<E>;
}

function faultOf(issue: z.core.$ZodIssue): FieldError {
  return { field: issue.path.map(String).join('.'), message: messageOf(issue) };
}

// Some of zod's own messages repeat what was sent; a pasted key has no place in an answer.
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return 'This field is missing or of the wrong type.';
  if (issue.code === 'invalid_value') return 'This is not one of the possible values.';
  return issue.message;
}
