import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { MonagoError } from '../../../domain/errors.ts';

/** Whether trying again may help: the connection, a lock or the server's resources, but not the statement. */
export function isTransient(error: unknown): boolean {
  if (error instanceof MonagoError || error instanceof AuditFormatError) return false;
  if (error instanceof TypeError || error instanceof RangeError) return false;
  const code = sqlState(error);
  return code === undefined || /^(08|40|53|55|57|58)/.test(code);
}

/** Whether the wait for a row lock was given up. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;
}
