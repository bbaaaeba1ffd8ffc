import type { VerifiedLog, VerifyProgress } from './verify-log.ts';

/** What the page asks of its worker. */
export interface VerifyOrder {
  /** Address below which the files of the log are. */
  readonly base: string;
  readonly policy: string | undefined;
  readonly kept: string | undefined;
}

/** What the worker says. It says one of the last two, and nothing after that. */
export type VerifyNews =
  | ({ readonly kind: 'progress' } & VerifyProgress)
  | { readonly kind: 'done'; readonly log: VerifiedLog }
  | {
      readonly kind: 'failed';
      readonly reason: 'unreachable' | 'malformed';
      readonly detail: string;
    };
