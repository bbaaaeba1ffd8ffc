import { MonagoError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Kms } from '../../ports/kms.ts';
import { nameOfRow, type SealedRow, type SealedRows } from '../../ports/sealed-rows.ts';
import { additionalData } from './additional-data.ts';
import { inStep, type Pace } from './pace.ts';

export interface RewrapUse {
  /** Without a cache: each row is asked for once. */
  readonly kms: Kms;
  readonly rows: SealedRows;
  readonly clock: Clock;
  readonly pace: Pace;
  onProgress(progress: { readonly rewrapped: number; readonly remaining: number }): void;
}

export interface Rewrapped {
  readonly rewrapped: number;
  readonly remaining: number;
  /** Names of secrets that do not open under the key that they name. */
  readonly unreadable: readonly string[];
}

const roundsMax = 20;

/**
 * Wraps every stored data key anew that is not under `kekRef`. May be stopped, killed and run again at any moment, by
 * several processes at once, beside a running Monago: each row is either as it was or as it will be, and both open.
 * @throws MonagoError `kms_unavailable` when the service stays away
 */
export async function rewrapAll(use: RewrapUse, kekRef: string): Promise<Rewrapped> {
  const unreadable = new Map<string, true>();
  let rewrapped = 0;
  let remaining = await use.rows.count(kekRef);
  // Another node may store something under the former key, or be at the same rows, while a round is under way.
  for (let round = 0; round < roundsMax && remaining > unreadable.size; round += 1) {
    unreadable.clear();
    for await (const page of pagesOf(use, kekRef)) {
      const changes = await Promise.all(page.map((row) => rewrapOne(use, row, kekRef)));
      page.forEach((row, at) => {
        if (changes[at] === undefined) unreadable.set(nameOfRow(row), true);
      });
      rewrapped += await use.rows.swap(changes.filter((change) => change !== undefined));
      use.onProgress({ rewrapped, remaining: Math.max(0, remaining - rewrapped) });
    }
    remaining = await use.rows.count(kekRef);
  }
  return { rewrapped, remaining, unreadable: [...unreadable.keys()] };
}

async function* pagesOf({ rows, clock, pace }: RewrapUse, kekRef: string) {
  let after: SealedRow | undefined;
  for (;;) {
    const begun = clock.monotonic();
    const page = await rows.page({ except: kekRef, after, limit: pace.batch });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1);
    await inStep(pace, page.length, clock.monotonic() - begun);
  }
}

/** Undefined for a row that does not open. */
async function rewrapOne(use: RewrapUse, row: SealedRow, kekRef: string) {
  const context = { aad: additionalData(row.context), fields: row.context };
  const old = { kekRef: row.sealed.kekRef, blob: row.sealed.wrappedDek };
  const dek = await openedBy(() => use.pace.patiently(() => use.kms.unwrap(old, context)));
  if (dek === undefined) return undefined;
  try {
    const wrapped = await use.pace.patiently(() => use.kms.wrap(dek, context, kekRef));
    // The old wrapping is overwritten with this one: what does not open again would be lost.
    const again = await openedBy(() => use.pace.patiently(() => use.kms.unwrap(wrapped, context)));
    const isSame = again?.equals(dek) === true;
    again?.fill(0);
    if (isSame) return { row, wrapped };
    throw new MonagoError('kms_unavailable', {
      internal: `what ${kekRef} wraps does not open to the same data key`,
    });
  } finally {
    dek.fill(0);
  }
}

async function openedBy(open: () => Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof MonagoError && error.code === 'credential_unreadable') return undefined;
    throw error;
  }
}
