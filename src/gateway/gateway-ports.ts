import type { Provider } from '../domain/credential/credential.ts';
import type { Detector, Signals } from '../domain/inspection/signals.ts';
import type { Verdict } from '../domain/policy/evaluate.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { BodyDecoder } from '../ports/body-decoder.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialUsage } from '../ports/credential-usage.ts';
import type { Digest } from '../ports/digest.ts';
import type { Directory } from '../ports/directory.ts';
import type { EventStreamCodec } from '../ports/event-stream-codec.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import type { ProviderClient } from '../ports/provider.ts';
import type { Random } from '../ports/random.ts';
import type { StoredResponses } from '../ports/stored-responses.ts';
import type { TokenVerifier } from '../ports/token-service.ts';
import type { AuthFailureLog } from './auth-failure-log.ts';
import type { OutcomeBacklog } from './outcome-backlog.ts';
import type { UsageRefusals } from './usage-refusals.ts';

/** What the gateway needs from the world. */
export interface GatewayPorts {
  readonly tokens: TokenVerifier;
  readonly directory: Directory;
  readonly vault: KeyVault;
  readonly auditLog: AuditLog;
  readonly usage: CredentialUsage;
  readonly providers: Readonly<Partial<Record<Provider, ProviderClient>>>;
  readonly detectors: readonly Detector[];
  /** Decides about a request by what the detectors found in it. MUST NOT throw. */
  readonly evaluate: (signals: Signals) => Verdict;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly eventStream: EventStreamCodec;
  readonly decoder: BodyDecoder;
  readonly storedResponses: StoredResponses;
  /** Rupiah for a US dollar, where the operator has set it. */
  readonly idrPerUsd: number | undefined;
  readonly log: Log;
}

/** The ports and what the gateway remembers from one request to the next. */
export interface Gateway extends GatewayPorts {
  readonly authFailures: AuthFailureLog;
  readonly outcomes: OutcomeBacklog;
  readonly usageRefusals: UsageRefusals;
}
