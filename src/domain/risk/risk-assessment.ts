import type { RiskBand } from './risk.ts';
import type { NistReference, OwaspRisk } from './risk-mapping.ts';

/** Kinds of risk that are capped on their own. */
export type RiskGroup = 'sensitive_data' | 'secrets' | 'injection' | 'output' | 'context';

/** One reason for the score. */
export interface RiskContribution {
  /** `pii.NIK`, `secret.SECRET`, `injection.override`, `context.unread_media`, … */
  readonly signal: string;
  readonly group: RiskGroup;
  /** Whole, more than 0, before the cap of its group. */
  readonly points: number;
  readonly owasp: readonly OwaspRisk[];
  readonly nist: readonly NistReference[];
}

/** All numbers are whole and from 0 to 100. */
export interface RiskAssessment {
  /** The version of the weights, caps and bands. */
  readonly model: 'risk-2026-11.1';
  /** The version of the tables that `owasp` and `nist` are from. */
  readonly mapping: string;
  /** What is left after policy hid or blocked something. Never more than `inherent`. */
  readonly score: number;
  /** What there was before policy; `risk.score` in policies. */
  readonly inherent: number;
  /** How full the caps are that groups of `inherent` have: `risk.injection` and so on in policies. */
  readonly injection: number;
  readonly secrets: number;
  readonly anomaly: number;
  /** Of `score`. */
  readonly band: RiskBand;
  /** Reasons for `inherent`, most points first. */
  readonly contributions: readonly RiskContribution[];
}
