import type { LogFile, LogFileName } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';

/**
 * A file of one of the tenant's logs, for a verifier that does not take our word for anything in it.
 * @throws MonagoError `not_found` for another tenant's log too
 */
export function readLogFile(
  { by, ...name }: LogFileName & { readonly by: Caller },
  use: Control,
): Promise<LogFile> {
  return use.auditReader.file(by.tenantId, name);
}
