import type { InjectionSignalName } from './injection-signal.ts';

/** Points of each signal at full confidence. */
export const signalPoints: Readonly<Record<InjectionSignalName, number>> = {
  override: 45,
  role_strip: 40,
  system_leak: 32,
  invisible_characters: 35,
  control_tokens: 28,
  jailbreak_lexicon: 25,
  no_refusal: 22,
  no_filter: 20,
  dual_persona: 14,
  privilege_claim: 16,
  encoding: 14,
  exfiltration_url: 22,
  markdown_image: 22,
  language_model: 60,
};
