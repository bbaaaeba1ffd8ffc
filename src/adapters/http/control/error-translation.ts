import type { ErrorCode } from '../../../domain/error-table.ts';
import { asMonagoError, MonagoError } from '../../../domain/errors.ts';

/** What Fastify throws before a handler runs, in our codes. */
const codeOfFastify: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_request',
};

/** Whatever was thrown while a control-plane request was answered, as an error of the table. */
export function asControlError(thrown: unknown): MonagoError {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const code = codeOfFastify[thrown.code];
    if (code !== undefined) return new MonagoError(code, { cause: thrown });
  }
  return asMonagoError(thrown);
}
