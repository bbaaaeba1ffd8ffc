import type { AuditedResponse } from '../domain/audit/fact.ts';
import type { AuditActor } from '../domain/audit/fact-parts.ts';
import type {
  ApprovalId,
  AuditId,
  RequestId,
  TenantId,
  TokenId,
  WorkspaceId,
} from '../domain/ids.ts';
import type { Inspection } from '../domain/inspection/inspection.ts';
import type { Vault } from '../domain/inspection/tokens/vault.ts';
import type { Decision } from '../domain/policy/bundle/decision.ts';
import type { PolicyInput } from '../domain/policy/condition/variables.ts';
import type { Ledger } from '../domain/protocol/ledger.ts';
import type { RiskAssessment } from '../domain/risk/risk-assessment.ts';
import type { AuditReceipt } from '../ports/audit-log.ts';
import type { SealedCredential } from '../ports/directory.ts';
import type { ReplyChannel } from '../ports/reply-channel.ts';
import type { Gateway } from './gateway-ports.ts';
import type { GatewayRequest } from './gateway-request.ts';
import type { AnswerJudge } from './govern/answer/answer-judge.ts';
import type { Governance } from './govern/governance.ts';
import type { Decided } from './govern/record-decision.ts';
import type { Verdict } from './govern/verdict.ts';
import type { Prompt } from './prompt/prompt.ts';
import type { OpenIntent } from './stages/open-intent.ts';

/** Who is calling. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly tokenId: TokenId;
  readonly tokenName: string;
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
  /** As policy lets it through, once it has. */
  prompt: Prompt | undefined;
  /** The state of the tenant's policies that the whole exchange goes by. */
  governance: Governance | undefined;
  inspection: Inspection | undefined;
  risk: RiskAssessment | undefined;
  policyInput: PolicyInput | undefined;
  /** About the request. */
  decision: Decision | undefined;
  /** Everything that was decided, about the request and about the answer. */
  readonly decided: Decided[];
  verdict: Verdict | undefined;
  answerJudge: AnswerJudge | undefined;
  /** Names of tools that policy took out of the request. */
  strippedTools: readonly string[];
  /** Names of headers of the client's that policy keeps from the provider. */
  withheldHeaders: readonly string[];
  /** What policy made of the answer, once it is known. */
  answer: AuditedResponse | undefined;
  /** What tokens in the prompt stand for; wiped when the exchange is over. */
  vault: Vault | undefined;
  /** The approval that was opened for this request, and written down with it. */
  heldId: ApprovalId | undefined;
  /** The approval that lets the request pass, once it has been asked for. */
  approvalId: ApprovalId | undefined;
  credential: SealedCredential | undefined;
  /** What was left out or changed on the way to another format. */
  ledger: Ledger | undefined;
  intent: OpenIntent | undefined;
  /** The body of a second call, where the provider refused what Monago had added to the first. */
  resent: Buffer | undefined;
  /** The entry that the caller is told about. */
  auditId: AuditId | undefined;
  /** Where it stands; undefined where only its id may be told. */
  auditPlace: Pick<AuditReceipt, 'log' | 'index'> | undefined;
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
    governance: undefined,
    inspection: undefined,
    risk: undefined,
    policyInput: undefined,
    decision: undefined,
    decided: [],
    verdict: undefined,
    strippedTools: [],
    withheldHeaders: [],
    answerJudge: undefined,
    answer: undefined,
    vault: undefined,
    heldId: undefined,
    approvalId: undefined,
    credential: undefined,
    ledger: undefined,
    intent: undefined,
    resent: undefined,
    auditId: undefined,
    auditPlace: undefined,
  };
}

export function elapsedMs(exchange: Exchange): number {
  return exchange.use.clock.monotonic() - exchange.startedAt;
}
