/** Errors of OpenAI's that a test can ask for. */
export type ScriptedFailure =
  | { status: 429; retryAfterSeconds?: number }
  | { status: 401 | 500 | 503 }
  | 'insufficient-quota'
  | 'missing-scopes';
