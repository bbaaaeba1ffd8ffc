/** Version of these tables. */
export const riskMapping = 'owasp-llm-2026+2025/nist-ai-600-1';

/** OWASP Top 10 for LLM applications, by edition: the numbers changed their meaning between 2025 and 2026. */
export type OwaspRisk =
  `LLM${'01' | '02' | '03' | '05' | '06' | '07' | '08' | '10'}:${2025 | 2026}`;

/** Risks of NIST AI 600-1 (generative AI profile), and subcategories of the AI RMF 1.0. */
export type NistAction = string;
