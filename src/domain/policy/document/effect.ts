import type { Phase } from '../condition/variables.ts';

export type BlockCode = 'pii_blocked' | 'security_block' | 'model_not_allowed' | 'policy_blocked';
export type Provider = 'openai' | 'anthropic' | 'bedrock';

export const blockCodes: readonly BlockCode[] = [
  'pii_blocked',
  'security_block',
  'model_not_allowed',
  'policy_blocked',
];
/** From what hides least to what hides most: a tokenised value comes back in the answer. */
export const redactionStyles = ['mask', 'tokenise', 'redact'] as const;
/** From most to least of the content that is kept. */
export const logContents = ['full', 'redacted', 'metadata', 'none'] as const;
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export const providers: readonly Provider[] = ['openai', 'anthropic', 'bedrock'];

export type RedactionStyle = (typeof redactionStyles)[number];
export type LogContent = (typeof logContents)[number];
export type Severity = (typeof severities)[number];

/** What a policy does where it matches. */
export type Effect =
  | { readonly kind: 'allow' }
  /** Without a code the decision names the one that fits what the policy reads. */
  | { readonly kind: 'deny'; readonly code: BlockCode | undefined }
  | { readonly kind: 'log_only' }
  | Redaction
  | Cap
  | StripTools
  | Route
  | Hold
  | { readonly kind: 'log'; readonly content: LogContent }
  | Flag;

export interface Redaction {
  readonly kind: 'redact';
  /** `*` stands for every type. */
  readonly types: readonly string[];
  readonly style: RedactionStyle;
}

export interface Cap {
  readonly kind: 'cap';
  readonly maxOutputTokens: number | undefined;
  readonly maxInputTokens: number | undefined;
}

/** Names of tools; `*` stands for any text. */
export interface StripTools {
  readonly kind: 'strip_tools';
  readonly remove: readonly string[];
  /** Undefined where no tool must be named to stay. */
  readonly keep: readonly string[] | undefined;
}

export interface Route {
  readonly kind: 'route';
  readonly provider: Provider | undefined;
  readonly model: string | undefined;
  readonly region: string | undefined;
}

export interface Hold {
  readonly kind: 'require_approval' | 'require_hitl';
  /** Who may approve: `role:…`, `team:…` or a user's id. Empty: whoever may approve in the workspace. */
  readonly approvers: readonly string[];
  readonly timeoutMinutes: number;
  /** How long the caller waits for the answer before it gets a poll URL. */
  readonly waitSeconds: number;
}

export interface Flag {
  readonly kind: 'flag';
  readonly tag: string;
  readonly severity: Severity;
}

const everywhere: readonly Phase[] = ['request', 'response', 'stream'];
const requestOnly: readonly Phase[] = ['request'];

/** Where each effect, as it is written, can still be carried out. */
export const effectPhases: Readonly<Record<string, readonly Phase[]>> = {
  allow: everywhere,
  deny: everywhere,
  log_only: everywhere,
  redact: everywhere,
  tokenise: everywhere,
  cap: requestOnly,
  strip_tools: requestOnly,
  route: requestOnly,
  require_approval: requestOnly,
  require_hitl: requestOnly,
  log: everywhere,
  flag: everywhere,
};
