import type { Wire } from '../../protocol/wire.ts';

/** When a policy is asked: before the provider sees the request, once the answer is whole, or while it streams. */
export type Phase = 'request' | 'response' | 'stream';

/**
 * Everything that a policy can know about one request or response: plain data, so that a decision can be recorded and
 * repeated. There is no text of a prompt or an answer in it, only what the detectors found. Texts are at most 256 UTF-16
 * code units and lists no longer than the schema says; what fills it in cuts nothing off but adds
 * what `outOfBounds` names to `unknown`. Type aliases, not interfaces: only these can be read as plain records.
 */
export type PolicyInput = {
  readonly request: RequestVariables;
  readonly principal: PrincipalVariables;
  /** What was found in the request. */
  readonly pii: PiiVariables;
  readonly risk: RiskVariables;
  readonly data: DataVariables;
  readonly budget: BudgetVariables;
  readonly rate: RateVariables;
  readonly time: TimeVariables;
  readonly breakglass: BreakglassVariables;
  /** There in the phases `response` and `stream`. */
  readonly response?: ResponseVariables | undefined;
  /**
   * Paths of variables whose detector failed or ran out of time: `pii`, `risk.injection`, `response.pii`. Whatever lies below
   * such a path is unknown, whatever value stands there.
   */
  readonly unknown: readonly string[];
};

export type RequestVariables = {
  readonly id: string;
  /** The workspace's slug. */
  readonly workspace: string;
  readonly endpoint: Wire;
  readonly provider: 'openai' | 'anthropic' | 'bedrock';
  /** What the provider will be asked for, aliases resolved. */
  readonly model: string;
  /** What the client asked for. */
  readonly model_requested: string;
  /** The provider's region, empty where it has none. */
  readonly region: string;
  readonly stream: boolean;
  readonly input_tokens: number;
  /** The limit that the client set, 0 where it set none. */
  readonly max_output_tokens: number;
  readonly messages: number;
  readonly has_system: boolean;
  /** Media types of what is attached. */
  readonly attachments: readonly string[];
  /** Whether something in it could not be read: an image, a recording, an encrypted file. */
  readonly has_unread_media: boolean;
  /** Names of the tools that the model may call. */
  readonly tools: readonly string[];
  readonly source_ip?: string | undefined;
};

export type PrincipalVariables = {
  readonly id: string;
  readonly type: 'user' | 'service';
  readonly roles: readonly string[];
  readonly teams: readonly string[];
  readonly mfa: boolean;
  /** Name of the API key or issuer of the token. */
  readonly key: string;
  /** Claims of the token that are text. */
  readonly claims: Readonly<Record<string, string>>;
};

export type PiiVariables = {
  /** Number of occurrences, of all types together. */
  readonly total: number;
  readonly types: readonly string[];
  /** 0 to 100; 0 when nothing was found. */
  readonly max_confidence: number;
  readonly findings: readonly PiiFinding[];
};

/** Occurrences of one type in the texts of one role. */
export type PiiFinding = {
  /** Such as `NIK`, or the name of a recogniser of the tenant's. */
  readonly type: string;
  readonly count: number;
  /** 0 to 100. */
  readonly confidence: number;
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
};

/** Each 0 to 100. */
export type RiskVariables = {
  readonly score: number;
  readonly injection: number;
  readonly secrets: number;
  readonly anomaly: number;
};

export type DataVariables = {
  readonly classification: 'public' | 'internal' | 'confidential' | 'restricted';
  readonly tags: readonly string[];
};

export type BudgetVariables = {
  readonly day_pct: number;
  readonly month_pct: number;
  /** What this request is expected to cost. */
  readonly request_usd: number;
  readonly remaining_usd: number;
};

export type RateVariables = {
  readonly rpm_pct: number;
  readonly tpm_pct: number;
};

/** In the tenant's time zone, read once for a request. */
export type TimeVariables = {
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday (ISO 8601). */
  readonly weekday: number;
  /** `2026-11-22` */
  readonly date: string;
  /** Names of the calendars that it is within. */
  readonly calendars: readonly string[];
};

export type BreakglassVariables = {
  readonly active: boolean;
  readonly ticket?: string | undefined;
  readonly approver?: string | undefined;
};

export type ResponseVariables = {
  readonly provider: 'openai' | 'anthropic' | 'bedrock';
  readonly model: string;
  /** As the provider calls it; empty while it streams. */
  readonly finish_reason: string;
  readonly output_tokens: number;
  /** Names of the tools that the model calls. */
  readonly tool_calls: readonly string[];
  readonly pii: PiiVariables;
  readonly risk: RiskVariables;
};

/** What a condition may refer to, besides the variables. */
export interface ConditionScope {
  /** A condition must be right in each of them. */
  readonly phases: readonly Phase[];
  /** `lists.<name>`: replaced by their values when a condition is compiled. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** What `time.within` knows. */
  readonly calendars: readonly string[];
  /** Names of the tenant's own recognisers, which stand beside the built-in types. */
  readonly recognisers: readonly string[];
}

/** Summarises findings, one for each type and role. */
export function piiVariables(findings: readonly PiiFinding[]): PiiVariables {
  return {
    total: findings.reduce((sum, { count }) => sum + count, 0),
    types: [...new Set(findings.map(({ type }) => type))],
    max_confidence: findings.reduce((most, { confidence }) => Math.max(most, confidence), 0),
    findings,
  };
}
