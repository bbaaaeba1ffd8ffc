/** One of the things that can be written at the cursor. */
export interface Option {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'effect' | 'variable' | 'function';
  /** Beside the label: a type, or how it is called. */
  readonly detail?: string;
  /** What it is, in a sentence. */
  readonly about?: string;
  /** What is written in place of the label. */
  readonly insert?: string;
}
