import pg from 'pg';

/** The SQLSTATEs this program acts on (PostgreSQL manual, appendix A); MG… are raised by our own triggers. */
const states = {
  '23503': 'foreign_key_violation',
  '23505': 'unique_violation',
  '42710': 'duplicate_object',
  '42P04': 'duplicate_database',
  '40001': 'serialization_failure',
  '40P01': 'deadlock_detected',
  '55P03': 'lock_not_available',
  '57P01': 'admin_shutdown',
  '57P02': 'crash_shutdown',
  '57P03': 'cannot_connect_now',
  XX000: 'tuple_concurrently_updated',
  MG001: 'credential_is_revoked',
  MG002: 'append_only',
  MG003: 'approval_is_final',
  MG004: 'under_legal_hold',
} as const;

export type SqlState = (typeof states)[keyof typeof states];

/** Undefined for other errors, those of the connection among them. */
export function sqlStateOf(thrown: unknown): SqlState | undefined {
  if (!(thrown instanceof pg.DatabaseError) || thrown.code === undefined) return undefined;
  return isKnown(thrown.code) ? states[thrown.code] : undefined;
}

/** Name of the constraint that a statement violated. */
export function constraintOf(thrown: unknown): string | undefined {
  return thrown instanceof pg.DatabaseError ? thrown.constraint : undefined;
}

function isKnown(code: string): code is keyof typeof states {
  return Object.hasOwn(states, code);
}
