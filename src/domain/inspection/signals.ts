/** Personal data that Monago recognises. */
export type PiiType = 'EMAIL' | 'CREDIT_CARD' | 'NIK';

export interface Finding {
  readonly type: PiiType;
  /** How often it occurs. */
  readonly count: number;
}

/** What the detectors found; the only thing policy ever learns about a prompt's text. */
export interface Signals {
  /** `failed`: at least one detector broke, so that nothing is known. Unknown is never permissive. */
  readonly status: 'complete' | 'failed';
  readonly findings: readonly Finding[];
  readonly incidents: readonly string[];
}

/** One kind of personal data. MUST take time linear in the length of the text. */
export interface Detector {
  readonly type: PiiType;
  /** How often this kind occurs in the text. */
  count(text: string): number;
}
