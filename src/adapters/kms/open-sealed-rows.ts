import { MonagoError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyVault } from '../../ports/key-vault.ts';
import { nameOfRow, type SealedRow, type SealedRows } from '../../ports/sealed-rows.ts';
import { inStep, type Pace } from './pace.ts';

export interface OpenRowsUse {
  /** Over a service without a cache: what is in a cache proves nothing. */
  readonly vault: KeyVault;
  readonly rows: SealedRows;
  readonly clock: Clock;
  readonly pace: Pace;
  onProgress(progress: { readonly opened: number; readonly total: number }): void;
}

export interface OpenedRows {
  readonly opened: number;
  /** Names of secrets that do not open. */
  readonly unreadable: readonly string[];
}

/**
 * Opens every stored secret, and forgets it: that they can all be read is then known and not hoped for.
 * @throws MonagoError `kms_unavailable` when the service stays away
 */
export async function openSealedRows(use: OpenRowsUse): Promise<OpenedRows> {
  const { rows, clock, pace } = use;
  const total = await rows.count();
  const unreadable: string[] = [];
  let opened = 0;
  let after: SealedRow | undefined;
  for (;;) {
    const begun = clock.monotonic();
    const page = await rows.page({ after, limit: pace.batch });
    if (page.length === 0) return { opened, unreadable };
    const results = await Promise.all(page.map((row) => canOpen(use, row)));
    page.forEach((row, at) => {
      if (results[at] === true) opened += 1;
      else unreadable.push(nameOfRow(row));
    });
    use.onProgress({ opened: opened + unreadable.length, total });
    after = page.at(-1);
    await inStep(pace, page.length, clock.monotonic() - begun);
  }
}

async function canOpen({ vault, pace }: OpenRowsUse, row: SealedRow): Promise<boolean> {
  try {
    const secret = await pace.patiently(() => vault.open(row.sealed, row.context));
    secret.wipe();
    return true;
  } catch (error) {
    if (error instanceof MonagoError && error.code === 'credential_unreadable') return false;
    throw error;
  }
}
