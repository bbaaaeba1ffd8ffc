import { z } from 'zod';
import { type ErrorCode, errorTable } from '../../../src/domain/error-table.ts';

/** RFC 9457 problem details, as the control plane writes them. */
const problemSchema = z.object({
  code: z.string(),
  title: z.string().optional(),
  detail: z.string().optional(),
  provider_detail: z.string().optional(),
  param: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  request_id: z.string().optional(),
});

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface ApiErrorInit {
  readonly detail?: string | undefined;
  readonly providerDetail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly auditId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** A code of the error table, or `unreachable`: no answer of Monago arrived at all. */
export type ApiErrorCode = ErrorCode | 'unreachable';

/** The one way in which a call fails. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** More precise than the code's own message; undefined where it says the same. */
  readonly detail: string | undefined;
  /** The provider's own words. */
  readonly providerDetail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly auditId: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: ApiErrorCode, init: ApiErrorInit = {}) {
    super(init.detail ?? code, { cause: init.cause });
    this.name = 'ApiError';
    this.code = code;
    this.detail = init.detail;
    this.providerDetail = init.providerDetail;
    this.errors = init.errors ?? [];
    this.auditId = init.auditId;
    this.requestId = init.requestId;
  }
}

export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : new ApiError('unreachable', { cause: thrown });
}

/** Reads the problem out of an answer that is not a success. */
export function problemOf(body: unknown, headers: Headers): ApiError {
  const auditId = headers.get('x-monago-audit-id') ?? undefined;
  const parsed = problemSchema.safeParse(body);
  // An answer without a problem comes from something between the browser and Monago.
  if (!parsed.success) return new ApiError('unreachable', { auditId });
  const problem = parsed.data;
  const code = isErrorCode(problem.code) ? problem.code : 'internal';
  const isMorePrecise = problem.detail !== undefined && problem.detail !== errorTable[code].message;
  return new ApiError(code, {
    detail: isMorePrecise ? problem.detail : undefined,
    providerDetail: problem.provider_detail,
    errors: problem.errors ?? paramError(problem),
    auditId,
    requestId: problem.request_id,
  });
}

function paramError(problem: z.infer<typeof problemSchema>): readonly FieldError[] {
  if (problem.param === undefined || problem.detail === undefined) return [];
  return [{ field: problem.param, message: problem.detail }];
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorTable, text);
}

/** Whether the same call may succeed if it is simply sent again. */
export function canRetry({ code }: ApiError): boolean {
  return code === 'unreachable' || 'retry' in errorTable[code];
}
