import type { Provider } from '../domain/credential/credential.ts';
import type { Approvals } from '../ports/approvals.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { BodyDecoder } from '../ports/body-decoder.ts';
import type { Clock } from '../ports/clock.ts';
import type { CredentialUsage } from '../ports/credential-usage.ts';
import type { DecisionRecords } from '../ports/decision-records.ts';
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
import type { DetectorsFor, Governances } from './govern/governance.ts';
import type { OutcomeBacklog } from './outcome-backlog.ts';
import type { UsageRefusals } from './usage-refusals.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** What the gateway needs from the world. */
export interface GatewayPorts {
  readonly tokens: TokenVerifier;
  readonly directory: Directory;
  readonly vault: KeyVault;
  readonly auditLog: AuditLog;
  readonly usage: CredentialUsage;
  readonly providers: Readonly<Partial<Record<Provider, ProviderClient>>>;
  /** Makes what reads texts for a tenant; asked once for each state of its settings. */
  readonly detectorsFor: DetectorsFor;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly eventStream: EventStreamCodec;
  readonly decoder: BodyDecoder;
  readonly storedResponses: StoredResponses;
  readonly approvals: Approvals;
  readonly decisionRecords: DecisionRecords;
  /** How much of a request, and of an answer, is kept where policy wants that. */
  readonly contentBytesMax: number;
  /** Rupiah for a US dollar, where the operator has set it. */
  readonly idrPerUsd: number | undefined;
  readonly log: Log;
}

/** The ports and what the gateway remembers from one request to the next. */
export interface Gateway extends GatewayPorts {
  readonly authFailures: AuthFailureLog;
  readonly outcomes: OutcomeBacklog;
  readonly usageRefusals: UsageRefusals;
  readonly governances: Governances;
  readonly waitingRoom: WaitingRoom;
}
