/** What may be found; explanations and audit entries name signals by it: never rename one. */
export type InjectionSignalName =
  | 'override'
  | 'role_strip'
  | 'system_leak'
  | 'invisible_characters'
  | 'control_tokens'
  | 'jailbreak_lexicon'
  | 'no_refusal'
  | 'no_filter'
  | 'dual_persona'
  | 'privilege_claim'
  | 'encoding'
  | 'exfiltration_url'
  | 'markdown_image'
  | 'addressed_model'
  | 'language_model';

/**
 * A reason to suspect that a text steers the model against whom it works for. A measure of risk, not a verdict: texts that
 * attack in other words give none, and texts about attacks may give some.
 */
export interface InjectionSignal {
  readonly name: InjectionSignalName;
  /** 1 to 100, whole: what it adds to the risk score before caps. Confidence and role are in it. */
  readonly points: number;
  /** UTF-16 code units, half-open. */
  readonly start: number;
  readonly end: number;
  /** 0 to 100, whole. */
  readonly confidence: number;
}
