import pg from 'pg';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { MonagoError } from '../../../domain/errors.ts';

/** Whether trying again may help: the connection, a lock or the server's resources, but not the statement. */
export function isTransient(error: unknown): boolean {
  if (error instanceof MonagoError || error instanceof AuditFormatError) return false;
  if (error instanceof TypeError || error instanceof RangeError) return false;
  // Errors of the connection itself carry no SQLSTATE.
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(08|40|53|55|57|58)/.test(error.code ?? '08');
}

/** Whether the wait for a row lock was given up. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55P03';
}
