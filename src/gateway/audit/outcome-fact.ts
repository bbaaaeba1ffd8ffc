import type { AiRequestOutcome, AuditedUsage, OutcomeStatus } from '../../domain/audit/fact.ts';
import { catalogVersion } from '../../domain/catalog/catalog-version.ts';
import type { MonagoError } from '../../domain/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Answer } from '../relay/answer.ts';
import type { AnswerUsage, InspectedAnswer } from '../stages/inspect-response.ts';
import type { OpenIntent } from '../stages/open-intent.ts';
import { auditable } from './auditable.ts';
import { commitAgain } from './request-fact.ts';

/** How a request with an open intent ended. */
export interface Ended {
  readonly inspected: InspectedAnswer | undefined;
  /** What the caller was or will be told, unless it is the provider's own answer. */
  readonly error: MonagoError | undefined;
  readonly latencyMs: number;
}

/** The status that a client gets which is no longer there (as nginx logs it). */
const clientClosedRequest = 499;

export function outcomeFact(
  ended: Ended,
  intent: OpenIntent,
  exchange: Exchange,
): AiRequestOutcome {
  const { inspected, error, latencyMs } = ended;
  const { answer, reading } = inspected ?? {};
  const res = answer?.transcript.content();
  return {
    type: 'ai.request.outcome',
    actor: intent.caller.actor,
    workspace: intent.caller.workspaceId,
    request_id: exchange.requestId,
    intent: intent.receipt.entryId,
    status: answer === undefined ? statusWithoutCall(error, exchange) : statusOf(answer),
    http: httpStatus(ended, exchange),
    latency_ms: Math.round(latencyMs),
    ...(error === undefined ? {} : { error: error.code }),
    ...(answer?.head === undefined ? {} : { upstream_http: answer.head.status }),
    ...(answer?.firstByteMs === undefined ? {} : { ttft_ms: Math.round(answer.firstByteMs) }),
    ...(reading?.model === undefined ? {} : { model_used: auditable(reading.model) }),
    ...usageField(ended, exchange),
    ...(reading?.costMicroUsd === undefined
      ? {}
      : { cost_microusd: reading.costMicroUsd, catalog: catalogVersion }),
    ...(res === undefined ? {} : { res }),
    ...(exchange.answer === undefined ? {} : { response: exchange.answer }),
    ...resentField(ended, exchange),
  };
}

/** Under the salt of the entry, which is that of the answer. */
function resentField({ inspected }: Ended, exchange: Exchange): Pick<AiRequestOutcome, 'resent'> {
  const salt = inspected?.answer.transcript.salt;
  const { resent } = exchange;
  if (resent === undefined || salt === undefined) return {};
  return { resent: commitAgain(resent, salt, exchange) };
}

/** An answer that was given has used something: where nobody said how much, that is what is recorded. */
function usageField({ inspected }: Ended, { request }: Exchange): Pick<AiRequestOutcome, 'usage'> {
  const { answer, reading } = inspected ?? {};
  if (reading?.usage !== undefined) return { usage: auditedUsage(reading.usage) };
  const status = answer?.head?.status ?? 599;
  if (status >= 300 || request.endpoint.purpose !== 'answer') return {};
  return { usage: { source: 'unknown' } };
}

function auditedUsage({
  source,
  input,
  output,
  cached,
  cacheWrite,
  reasoning,
}: AnswerUsage): AuditedUsage {
  const cache_write = cacheWrite === undefined ? {} : { cache_write: cacheWrite };
  return { source, input, output, cached, ...cache_write, reasoning };
}

// Without its key no call was made; after any other failure of ours nobody can say what the provider has got.
function statusWithoutCall(error: MonagoError | undefined, { resent }: Exchange): OutcomeStatus {
  const hadNoKey = error?.code === 'kms_unavailable' || error?.code === 'credential_unreadable';
  return hadNoKey && resent === undefined ? 'unreachable' : 'unknown';
}

function statusOf({ end, head }: Answer): OutcomeStatus {
  switch (end) {
    case 'complete':
      return head !== undefined && head.status < 300 ? 'ok' : 'provider_error';
    // The provider did nothing wrong, whatever policy made of it.
    case 'withheld':
      return 'ok';
    case 'failed':
    case 'rejected':
      return 'provider_error';
    case 'aborted':
      return 'client_abort';
    case 'timeout':
      return 'timeout';
    case 'cut':
    case 'broken':
    case 'truncated':
      return 'truncated';
    case 'unreachable':
    case 'blocked':
      return 'unreachable';
  }
}

function httpStatus({ inspected, error }: Ended, { reply }: Exchange): number {
  const answer = inspected?.answer;
  if (answer?.end === 'aborted') return clientClosedRequest;
  if (error === undefined || reply.isHeadSent)
    return answer?.relay?.status ?? answer?.head?.status ?? error?.status ?? 500;
  return error.status;
}
