import { type ErrorCode, type ErrorRow, type ErrorType, errorTable } from './error-table.ts';

/** One field of a request that cannot be taken as it is. */
export interface FieldError {
  /** In the caller's spelling, nested fields with dots. */
  readonly field: string;
  readonly message: string;
}

export interface ErrorDetail {
  /** Replaces the table's public message where a more precise one helps; never holds secrets. */
  readonly message?: string;
  /** The request field at fault, in the caller's spelling. */
  readonly param?: string;
  /** Every field at fault, where there can be several. */
  readonly fields?: readonly FieldError[];
  /** For logs only. */
  readonly internal?: string;
  /** The provider's own words, already scrubbed of key material. */
  readonly providerDetail?: string;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error class. `code` decides status and type; see `errorTable`. */
export class MonagoError extends Error {
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly fields: readonly FieldError[];
  readonly internal: string | undefined;
  readonly providerDetail: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    super(detail.message ?? errorTable[code].message, { cause: detail.cause });
    this.name = 'MonagoError';
    this.code = code;
    this.param = detail.param;
    this.fields = detail.fields ?? [];
    this.internal = detail.internal;
    this.providerDetail = detail.providerDetail;
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get type(): ErrorType {
    return errorTable[this.code].type;
  }

  get isRetryable(): boolean {
    const row: ErrorRow = errorTable[this.code];
    return row.retry ?? false;
  }
}

/** Wraps whatever was thrown, so that nothing but a table code ever reaches a caller. */
export function asMonagoError(thrown: unknown): MonagoError {
  if (thrown instanceof MonagoError) return thrown;
  const internal = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : typeof thrown;
  return new MonagoError('internal', { internal, cause: thrown });
}

/** For the `default` of an exhaustive switch: an impossible state is a bug, and bugs fail closed. */
export function unreachable(value: never): never {
  throw new MonagoError('internal', { internal: `impossible state: ${String(value)}` });
}
