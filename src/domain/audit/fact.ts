import type { CredentialSource, Provider } from '../credential/credential.ts';
import type { ApprovalId, AuditId, CredentialId, TokenId } from '../ids.ts';
import type { EvidenceFact } from './evidence-fact.ts';
import type { AuditedChange, AuditedContent, FactBase } from './fact-parts.ts';
import type { GovernanceFact } from './governance-fact.ts';
import type { TenantFact } from './tenant-fact.ts';

/**
 * What may enter the audit log: a closed union of typed facts. There is no free-form field, so a secret, a
 * prompt or a provider's message has nowhere to go. Field names are those of the leaf (snake_case); amounts are
 * integers with their unit in the name. docs/formats/audit.md lists them for reimplementers.
 */
export type AuditFact = AiFact | AdminFact | AuthFact | EvidenceFact | SystemFact;

/** The class of an entry; each class has its own gapless counter in the leaf frame. */
export type AuditClass = 'ai' | 'admin' | 'auth' | 'sys';

export interface AuditedCredential {
  readonly id: CredentialId;
  readonly provider: Provider;
  readonly name: string;
  readonly last4: string;
  readonly version: number;
}

/** A reason for a risk score, such as `pii.NIK`. */
export interface AuditedSignal {
  readonly signal: string;
  readonly points: number;
}

export interface AuditedFinding {
  readonly type: string;
  readonly count: number;
  readonly action: 'detect' | 'mask' | 'redact' | 'tokenise' | 'restore' | 'block';
}

/** The policies behind a decision, each as `name@version`. */
export interface AuditedPolicies {
  readonly matched: readonly string[];
  /** The verdict if those in mode `monitor` were enforced, where it is another. */
  readonly would_be?: string;
  /** Those in mode `monitor` that match. */
  readonly shadow?: readonly string[];
  /** What they flag, each as `tag:severity`. */
  readonly flags?: readonly string[];
  /** How much of the content they let Monago keep; docs/guides/audit.md. */
  readonly log?: string;
  /** Tools that were taken out of the request. */
  readonly stripped_tools?: readonly string[];
}

export type PolicyDecision = 'allowed' | 'blocked' | 'redacted' | 'flagged' | 'pending_approval';

interface AiRequestBase extends FactBase {
  readonly api: string;
  readonly provider: Provider | 'none';
  readonly model_requested: string;
  /** The provider's id of the model that the name stood for. */
  readonly model?: string;
  /** What another format could not carry, by the client's field names. */
  readonly translation?: {
    readonly dropped: readonly string[];
    readonly changed: readonly string[];
  };
  readonly stream: boolean;
  readonly decision: PolicyDecision;
  readonly policy_version: string;
  readonly pii: readonly AuditedFinding[];
  readonly incidents: readonly string[];
  readonly risk: {
    readonly score: number;
    readonly band: 'low' | 'medium' | 'high' | 'critical';
    /** The score before policy hid anything. */
    readonly inherent?: number;
    /** Version of the weights. */
    readonly model?: string;
    /** What made up `inherent`, most points first. */
    readonly signals?: readonly AuditedSignal[];
  };
  /** Media types of content that no detector could read. */
  readonly unread?: readonly string[];
  readonly req: AuditedContent;
  readonly policies?: AuditedPolicies;
  /** The approval that the request waits for, or that let it pass. */
  readonly approval?: ApprovalId;
}

/** Durable before the first byte leaves for the provider. */
export interface AiRequestIntent extends AiRequestBase {
  readonly type: 'ai.request.intent';
  readonly credential: AuditedCredential & { readonly source: CredentialSource };
  /** The bytes for the provider, where they are not the client's; under the same salt as `req`. */
  readonly sent?: AuditedContent;
}

/** A request that was refused before any provider was called; no outcome follows. */
export interface AiRequestDenied extends AiRequestBase {
  readonly type: 'ai.request.denied';
  /** The error code the caller got. */
  readonly reason: string;
}

/** A request that waits for a person; no provider was called, and no outcome follows. */
export interface AiRequestHeld extends AiRequestBase {
  readonly type: 'ai.request.held';
  readonly approval: ApprovalId;
  readonly policies: AuditedPolicies;
}

/** Tokens; `estimated` where the provider's own count did not arrive. Nothing is zero because it is not known. */
export type AuditedUsage =
  | {
      readonly source: 'provider' | 'estimated';
      readonly input: number;
      readonly output: number;
      readonly cached: number;
      readonly cache_write?: number;
      readonly reasoning: number;
    }
  | { readonly source: 'unknown' };

export type OutcomeStatus =
  | 'ok'
  | 'provider_error'
  | 'unreachable'
  | 'truncated'
  | 'client_abort'
  | 'timeout'
  | 'unknown';

/** Closes exactly one intent; durable before the last byte goes to the client. */
export interface AiRequestOutcome extends FactBase {
  readonly type: 'ai.request.outcome';
  readonly intent: AuditId;
  readonly status: OutcomeStatus;
  /** Status sent to the client; 499 where the client had left. */
  readonly http: number;
  readonly upstream_http?: number;
  readonly error?: string;
  readonly model_used?: string;
  readonly usage?: AuditedUsage;
  readonly cost_microusd?: number;
  /** Version of the price catalogue that the cost is from. */
  readonly catalog?: string;
  readonly ttft_ms?: number;
  readonly latency_ms: number;
  readonly res?: AuditedContent;
  /**
   * The bytes of a second call, made because the provider refused what Monago had added to those of the intent; the
   * outcome is that of the second call. Under the same salt as `res`.
   */
  readonly resent?: AuditedContent;
  /** What was found in the answer, and what policy made of it. */
  readonly response?: AuditedResponse;
}

export interface AuditedResponse {
  readonly decision: PolicyDecision;
  readonly pii: readonly AuditedFinding[];
  readonly policies?: AuditedPolicies;
}

export type AiFact = AiRequestIntent | AiRequestDenied | AiRequestHeld | AiRequestOutcome;

export interface CredentialFact extends FactBase {
  readonly type:
    | 'credential.created'
    | 'credential.rotated'
    | 'credential.disabled'
    | 'credential.enabled'
    | 'credential.revoked';
  readonly credential: AuditedCredential;
  readonly changes: readonly AuditedChange[];
  /** Present on revocation: the administrator typed the credential's name. */
  readonly confirm?: 'typed_name';
}

/** A key that did not pass validation: nothing was stored. */
export interface CredentialRejected extends FactBase {
  readonly type: 'credential.rejected';
  readonly provider: Provider;
  readonly name: string;
  readonly reason: string;
}

export interface TokenFact extends FactBase {
  readonly type: 'token.created' | 'token.revoked';
  readonly token: { readonly id: TokenId; readonly name: string; readonly last4: string };
  readonly changes: readonly AuditedChange[];
}

/**
 * One step of replacing the key-encryption key, in the platform's log. Keys are named by their refs
 * (docs/formats/envelope.md); the counts are of stored secrets.
 */
export interface KeyRotation extends FactBase {
  readonly type: 'key.rotation';
  readonly step: 'staged' | 'activated' | 'rewrap_started' | 'rewrapped' | 'verified' | 'retired';
  readonly from: readonly string[];
  readonly to: string;
  /** Wrapped anew under `to`. */
  readonly rewrapped?: number;
  /** Opened, to see that it can be. */
  readonly opened?: number;
  /** Still under a key of `from`. */
  readonly remaining?: number;
}

export type AdminFact =
  | CredentialFact
  | CredentialRejected
  | TokenFact
  | TenantFact
  | GovernanceFact
  | KeyRotation;

export interface AuthFact extends FactBase {
  readonly type: 'auth.signed_in' | 'auth.signed_out' | 'auth.failed';
  readonly reason?: string;
  /** How many failures of this kind the entry stands for; more than one when they were collapsed. */
  readonly count?: number;
}

export interface SystemFact extends FactBase {
  readonly type: 'node.started';
  readonly version: string;
}

export type AuditFactType = AuditFact['type'];

/** What the appender adds to every fact: together they are the JSON body of the leaf. */
export interface AuditBodyFrame {
  readonly v: 1;
  readonly id: AuditId;
  /** When the node observed the fact, RFC 3339 UTC with 6 fractional digits. */
  readonly obs_time: string;
  readonly node: string;
  /** 16 random bytes, base64: makes the hash of a pruned leaf unguessable. */
  readonly nonce: string;
}

export type AuditBody = AuditBodyFrame & AuditFact;
