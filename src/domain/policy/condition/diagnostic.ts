export type DiagnosticCode =
  | 'syntax'
  | 'too_large'
  | 'too_deep'
  | 'too_costly'
  | 'unsupported'
  | 'unknown_variable'
  | 'unknown_field'
  | 'unknown_function'
  | 'unknown_value'
  | 'wrong_type'
  | 'wrong_arguments'
  | 'not_constant'
  | 'missing_guard'
  | 'constant_condition';

/** What is wrong with a condition, and where. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** A warning keeps no condition from being used. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Offsets into the source in UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** What to put in place of `start` to `end`, where there is a likely correction. */
  readonly replacement?: string;
}

/** The only thing that reading a condition throws. */
export class PolicyError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'PolicyError';
    this.diagnostic = diagnostic;
  }
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

export function policyError(code: DiagnosticCode, message: string, at: Place): PolicyError {
  return new PolicyError({ code, severity: 'error', message, start: at.start, end: at.end });
}
