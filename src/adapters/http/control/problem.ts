import type { FastifyReply } from 'fastify';
import { errorTable } from '../../../domain/error-table.ts';
import type { FieldError, MonagoError } from '../../../domain/errors.ts';
import type { RequestId } from '../../../domain/ids.ts';

/** Problem details (RFC 9457) with Monago's code and what the dashboard shows beside the message. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly provider_detail?: string;
  readonly param?: string;
  readonly errors?: readonly FieldError[];
  readonly request_id: RequestId;
}

const problemMediaType = 'application/problem+json';

function problemOf(error: MonagoError, requestId: RequestId): Problem {
  const title = errorTable[error.code].message;
  const errors = fieldErrorsOf(error);
  return {
    type: `urn:monago:error:${error.code}`,
    title,
    status: error.status,
    code: error.code,
    ...(error.message === title ? {} : { detail: error.message }),
    ...(error.providerDetail === undefined ? {} : { provider_detail: error.providerDetail }),
    ...(error.param === undefined ? {} : { param: error.param }),
    ...(errors.length === 0 ? {} : { errors }),
    request_id: requestId,
  };
}

/** A form marks fields: an error with one parameter is an error of that field. */
function fieldErrorsOf({ fields, param, message }: MonagoError): readonly FieldError[] {
  if (fields.length > 0 || param === undefined) return fields;
  return [{ field: param, message }];
}

export async function sendProblem(
  reply: FastifyReply,
  error: MonagoError,
  requestId: RequestId,
): Promise<void> {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', error.retryAfterSeconds);
  if (error.code === 'invalid_token') reply.header('www-authenticate', 'Bearer');
  // Written by hand: Fastify would look for a serialiser of the route's reply.
  const body = JSON.stringify(problemOf(error, requestId));
  await reply.code(error.status).type(problemMediaType).serializer(String).send(body);
}
