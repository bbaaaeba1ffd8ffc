import type { CheckId } from '../../src/domain/audit/finding.ts';
import type { Files, GoodBundle } from './tampered-bundles.ts';

/** One way of tampering, and what a command must say of it. */
interface TamperCase {
  /** Row of the matrix. */
  readonly row: number;
  readonly what: string;
  /** 0 verified, 1 tampering proven, 2 evidence incomplete, 3 could not run. */
  readonly exit: 0 | 1 | 2 | 3;
  readonly check?: CheckId;
  /** The finding has nothing to compare: what is there cannot be read, or has no counterpart. */
  readonly isWordsOnly?: true;
}

/** For `audit verify`. */
export interface TamperedBundle extends TamperCase {
  readonly tamper: (good: GoodBundle) => Promise<Files> | Files;
  /** First entry at fault. */
  readonly firstBad?: number;
  /** `none` leaves the verifier with the policy in the bundle, `witnesses` asks for two of three. */
  readonly pinned?: 'log' | 'none' | 'witnesses';
  /** An earlier checkpoint that the auditor kept, or had from a witness. */
  readonly since?: (good: GoodBundle) => string;
  readonly maxAge?: string;
  readonly requireAnchor?: string;
  /** PEM of the authorities whose time stamps count. */
  readonly authorities?: string;
  /** What the report says beside the findings. */
  readonly reports?: Readonly<Record<string, unknown>>;
}

/** For `audit verify-receipt`. */
export interface TamperedReceipt extends TamperCase {
  readonly receipt: (good: GoodBundle) => Promise<string> | string;
  readonly expect?: (good: GoodBundle) => string;
}

/** For `audit diff`: two checkpoints, and a bundle where their sizes differ. */
export interface TwoHistories extends TamperCase {
  readonly checkpoints: (good: GoodBundle) => readonly [string, string];
  readonly bundle?: (good: GoodBundle) => Promise<Files> | Files;
}

/** For `audit watch`: a log that showed a checkpoint once, and now shows these files. */
export interface ShownHistory extends TamperCase {
  readonly seen: (good: GoodBundle) => string;
  readonly shown: (good: GoodBundle) => Promise<Files> | Files;
}

/** For `audit verify --database`: a statement of whoever holds the database. */
export interface TamperedRows extends TamperCase {
  readonly column: string;
  /** What is in its place; SQL. */
  readonly value: string;
}
