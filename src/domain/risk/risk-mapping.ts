import type { RiskGroup } from './risk-assessment.ts';

/** Version of the tables below; it changes when they do, the scores with `riskModel`. */
export const riskMapping = 'owasp-llm-2026+2025/nist-ai-600-1+rmf-1.0/1';

type Edition2026 = `LLM${'01' | '02' | '03' | '08' | '10'}:2026`;
type Edition2025 = `LLM${'01' | '02' | '05' | '06' | '07' | '10'}:2025`;

/** OWASP Top 10 for LLM applications by edition, since the numbers changed their meaning between 2025 and 2026. */
export type OwaspRisk = Edition2026 | Edition2025;

/** Risks of NIST AI 600-1 (the generative AI profile) and subcategories of the AI RMF 1.0. */
export type NistReference =
  | 'AI 600-1: Data Privacy'
  | 'AI 600-1: Information Security'
  | 'AI 600-1: Information Integrity'
  | 'AI 600-1: Human-AI Configuration'
  | 'AI RMF: MEASURE 2.7'
  | 'AI RMF: MEASURE 2.10'
  | 'AI RMF: MAP 4.1'
  | 'AI RMF: MANAGE 4.1';

export interface RiskReferences {
  readonly owasp: readonly OwaspRisk[];
  readonly nist: readonly NistReference[];
}

const promptInjection: RiskReferences = {
  owasp: ['LLM01:2026', 'LLM01:2025'],
  nist: ['AI 600-1: Information Security', 'AI RMF: MEASURE 2.7'],
};
const improperOutput: RiskReferences = {
  owasp: ['LLM10:2026', 'LLM05:2025'],
  nist: ['AI 600-1: Information Security', 'AI RMF: MEASURE 2.7'],
};
const hiddenContext: RiskReferences = {
  owasp: ['LLM08:2026', 'LLM07:2025'],
  nist: ['AI 600-1: Information Security', 'AI RMF: MEASURE 2.7'],
};
const excessiveAgency: RiskReferences = {
  owasp: ['LLM03:2026', 'LLM06:2025'],
  nist: ['AI 600-1: Human-AI Configuration', 'AI RMF: MAP 4.1'],
};

const ofGroup: Readonly<Record<RiskGroup, RiskReferences>> = {
  sensitive_data: {
    owasp: ['LLM02:2026', 'LLM02:2025'],
    nist: ['AI 600-1: Data Privacy', 'AI RMF: MEASURE 2.10'],
  },
  secrets: {
    owasp: ['LLM02:2026', 'LLM02:2025'],
    nist: ['AI 600-1: Information Security', 'AI RMF: MEASURE 2.7'],
  },
  injection: promptInjection,
  output: {
    owasp: ['LLM02:2026', 'LLM02:2025'],
    nist: ['AI 600-1: Data Privacy', 'AI RMF: MEASURE 2.10'],
  },
  context: { owasp: [], nist: ['AI 600-1: Information Security', 'AI RMF: MANAGE 4.1'] },
};

/** Where a signal is another risk than its group. */
const ofSignal: Readonly<Record<string, RiskReferences>> = {
  'injection.system_leak': {
    owasp: [...promptInjection.owasp, ...hiddenContext.owasp],
    nist: promptInjection.nist,
  },
  'injection.exfiltration_url': {
    owasp: [...promptInjection.owasp, ...improperOutput.owasp],
    nist: promptInjection.nist,
  },
  'injection.markdown_image': {
    owasp: [...promptInjection.owasp, ...improperOutput.owasp],
    nist: promptInjection.nist,
  },
  'output.exfiltration_url': improperOutput,
  'output.markdown_image': improperOutput,
  'output.system_prompt_echo': hiddenContext,
  'context.powerful_tools': excessiveAgency,
  'context.size': {
    owasp: ['LLM10:2025'],
    nist: ['AI 600-1: Information Security', 'AI RMF: MANAGE 4.1'],
  },
};

/** What a signal is evidence of. */
export function referencesOf(signal: string, group: RiskGroup): RiskReferences {
  return ofSignal[signal] ?? ofGroup[group];
}
