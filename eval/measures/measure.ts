import type { Figure } from '../figure.ts';
import type { SpanError } from '../metrics/score-spans.ts';

export interface MeasureOptions {
  /** A fraction of the documents and repetitions, for a first look. */
  readonly isQuick: boolean;
}

export interface Measured {
  readonly figures: readonly Figure[];
  readonly errors?: readonly SpanError[];
}

/** Something that can be measured on its own, by the name that `--set` takes. */
export interface Measure {
  readonly name: string;
  readonly run: (options: MeasureOptions) => Measured;
}
