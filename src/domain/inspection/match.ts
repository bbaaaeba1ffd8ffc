import type { EntityType } from './entity.ts';

/** One place in a text where something was recognised. */
export interface Recognised {
  /** An entity, or the name of a recogniser of the tenant's. */
  readonly type: string;
  /** In UTF-16 code units of the text as it was given; half-open. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1: how likely it is what it looks like. Masked from 0.5 and blocked from 0.8 on, unless a tenant says otherwise. */
  readonly score: number;
  /** Which detector, for explanations: `credit_card`, `secret.openai`. */
  readonly detector: string;
  /** What spoke for it. */
  readonly evidence: {
    readonly checksum?: boolean;
    /** The word nearby that speaks for it. */
    readonly context?: string;
    readonly gazetteer?: boolean;
    /** It stands inside text in Base64, whose whole span is meant: the signal `encoded_pii`. */
    readonly encoded?: boolean;
  };
  /** Only for what is spread over several texts: the others count no more. */
  readonly part?: 'first' | 'rest';
}

/** One place that Monago's own detectors recognised. */
export interface Match extends Recognised {
  readonly type: EntityType;
}
