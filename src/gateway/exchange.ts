import type { AuditActor } from '../domain/audit/fact.ts';
import type { AuditId, RequestId, TenantId, TokenId, WorkspaceId } from '../domain/ids.ts';
import type { Signals } from '../domain/inspection/signals.ts';
import type { Verdict } from '../domain/policy/evaluate.ts';
import type { Ledger } from '../domain/protocol/ledger.ts';
import type { Risk } from '../domain/risk/risk.ts';
import type { SealedCredential } from '../ports/directory.ts';
import type { ReplyChannel } from '../ports/reply-channel.ts';
import type { Gateway } from './gateway-ports.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { Prompt } from './prompt/prompt.ts';
import type { OpenIntent } from './stages/open-intent.ts';

/** Who is calling. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly tokenId: TokenId;
  readonly actor: AuditActor;
}

/** What is known so far about one request; each stage adds what it found out, so that every exit can tell it. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly reply: ReplyChannel;
  readonly use: Gateway;
  readonly requestId: RequestId;
  /** See `Clock.monotonic`. */
  readonly startedAt: number;
  caller: Caller | undefined;
  body: Buffer | undefined;
  /** As the caller wrote it; known even where no provider has such a model. */
  modelRequested: string | undefined;
  prompt: Prompt | undefined;
  signals: Signals | undefined;
  risk: Risk | undefined;
  verdict: Verdict | undefined;
  credential: SealedCredential | undefined;
  /** What was left out or changed on the way to another format. */
  ledger: Ledger | undefined;
  intent: OpenIntent | undefined;
  /** The body of a second call, where the provider refused what Monago had added to the first. */
  resent: Buffer | undefined;
  /** The entry that the caller is told about. */
  auditId: AuditId | undefined;
}

export function beginExchange(
  request: GatewayRequest,
  reply: ReplyChannel,
  use: Gateway,
): Exchange {
  return {
    request,
    reply,
    use,
    requestId: use.random.id('req'),
    startedAt: use.clock.monotonic(),
    caller: undefined,
    body: undefined,
    modelRequested: undefined,
    prompt: undefined,
    signals: undefined,
    risk: undefined,
    verdict: undefined,
    credential: undefined,
    ledger: undefined,
    intent: undefined,
    resent: undefined,
    auditId: undefined,
  };
}

export function elapsedMs(exchange: Exchange): number {
  return exchange.use.clock.monotonic() - exchange.startedAt;
}
