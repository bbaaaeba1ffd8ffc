import type { ContentPart } from '../../domain/audit/entry-content.ts';
import type { ErrorCode } from '../../domain/error-table.ts';
import { asMonagoError, MonagoError } from '../../domain/errors.ts';
import type { NewEntry } from '../../ports/audit-log.ts';
import { keptAnswer, keptRequest } from '../audit/kept-content.ts';
import { type Ended, outcomeFact } from '../audit/outcome-fact.ts';
import { requestFields } from '../audit/request-fact.ts';
import { type Exchange, elapsedMs } from '../exchange.ts';
import { shapeOf } from '../gateway-request.ts';
import { recordDecisions } from '../govern/record-decision.ts';
import type { Answer } from '../relay/answer.ts';
import { ownErrorBody, ownErrorHeaders } from '../reply/error-reply.ts';
import { monagoHeaders } from '../reply/monago-headers.ts';
import { requestIdHeaders } from '../reply/response-headers.ts';
import type { InspectedAnswer } from './inspect-response.ts';
import type { OpenIntent } from './open-intent.ts';
import { rememberResponses } from './remember-responses.ts';

/** How the stages ended: with the provider's answer, or with what was thrown. */
export type Ending = InspectedAnswer | { readonly thrown: unknown };

/**
 * The only exit. Writes what happened into the log first and lets the client have the end of its answer afterwards.
 * Never throws.
 */
export async function settle(ending: Ending, exchange: Exchange): Promise<void> {
  try {
    if (exchange.intent !== undefined) return await settleIntent(ending, exchange.intent, exchange);
    const error = 'thrown' in ending ? asMonagoError(ending.thrown) : new MonagoError('internal');
    await settleRefusal(error, exchange);
  } catch (thrown) {
    const { internal } = asMonagoError(thrown);
    exchange.use.log.error('settle_failed', { requestId: exchange.requestId, internal });
    exchange.reply.destroy();
  } finally {
    recordDecisions(exchange);
    exchange.vault?.wipe();
  }
}

async function settleIntent(ending: Ending, intent: OpenIntent, exchange: Exchange): Promise<void> {
  const inspected = 'thrown' in ending ? undefined : ending;
  const error =
    'thrown' in ending ? asMonagoError(ending.thrown) : errorOf(ending.answer, exchange);
  const ended: Ended = { inspected, error, latencyMs: elapsedMs(exchange) };
  if (error !== undefined) report(error, exchange);
  const failure = await appendOutcome(ended, intent, exchange);
  if (inspected !== undefined) await rememberResponses(inspected, intent, exchange);
  if (!exchange.reply.isGone) conclude(ended, failure ?? error, exchange);
}

/** Lets the client have the end: of the answer, or of an answer that went wrong. */
function conclude(ended: Ended, error: MonagoError | undefined, exchange: Exchange): void {
  const { reply } = exchange;
  const relay = ended.inspected?.answer.relay;
  if (error === undefined && relay !== undefined) {
    const costMicroUsd = ended.inspected?.reading.costMicroUsd;
    relay.release({ latencyMs: ended.latencyMs, costMicroUsd });
    return;
  }
  const shown = error ?? new MonagoError('internal', { internal: 'an answer without an end' });
  if (relay?.breakOff(shown) === true) return;
  if (reply.isHeadSent) reply.destroy();
  else sendError(shown, exchange);
}

/** @returns `audit_unavailable` when the outcome is not durable */
async function appendOutcome(
  ended: Ended,
  intent: OpenIntent,
  exchange: Exchange,
): Promise<MonagoError | undefined> {
  const { auditLog, outcomes, random } = exchange.use;
  const fact = outcomeFact(ended, intent, exchange);
  const salt = ended.inspected?.answer.transcript.salt;
  const isSalted = fact.res !== undefined || fact.resent !== undefined;
  const entry: NewEntry = {
    tenantId: intent.caller.tenantId,
    entryId: random.id('aud'),
    fact,
    ...(isSalted && salt !== undefined ? { salt, content: await contentOf(ended, exchange) } : {}),
  };
  try {
    await auditLog.append(entry);
    return undefined;
  } catch (thrown) {
    const failure = new MonagoError('audit_unavailable', {
      message: 'The audit log cannot be written, so the answer of the provider is not passed on.',
      cause: thrown,
    });
    const http = exchange.reply.isHeadSent ? fact.http : failure.status;
    outcomes.keep({ ...entry, fact: { ...fact, http, error: failure.code } });
    return failure;
  }
}

async function contentOf(
  { inspected }: Ended,
  exchange: Exchange,
): Promise<readonly ContentPart[]> {
  return inspected === undefined ? [] : keptAnswer(inspected.answer, inspected.wire, exchange);
}

async function settleRefusal(error: MonagoError, exchange: Exchange): Promise<void> {
  const { caller, reply, verdict } = exchange;
  // Somebody who left while sending the request was refused nothing, unless policy had already spoken.
  if (reply.isGone && verdict?.decision !== 'blocked') return;
  report(error, exchange);
  // A request that waits is in the log already, as one that is held.
  const isHeld = error.code === 'pending_approval' && exchange.heldId !== undefined;
  const isAuditable = caller !== undefined && error.code !== 'audit_unavailable' && !isHeld;
  const failure = isAuditable ? await appendDenial(error, exchange) : undefined;
  sendError(failure ?? error, exchange);
}

async function appendDenial(
  error: MonagoError,
  exchange: Exchange,
): Promise<MonagoError | undefined> {
  const { caller, use } = exchange;
  if (caller === undefined) return undefined;
  const { fields, salt } = requestFields(exchange, caller);
  const entryId = use.random.id('aud');
  try {
    exchange.auditPlace = await use.auditLog.append({
      tenantId: caller.tenantId,
      entryId,
      fact: { type: 'ai.request.denied', ...fields, reason: error.code },
      salt,
      content: keptRequest(exchange, undefined),
    });
    exchange.auditId = entryId;
    return undefined;
  } catch (thrown) {
    return asMonagoError(thrown);
  }
}

function sendError(error: MonagoError, exchange: Exchange): void {
  const { reply, requestId } = exchange;
  if (reply.isGone) return;
  const shape = shapeOf(exchange.request);
  const body = ownErrorBody(shape, error, requestId);
  const closing = { latencyMs: elapsedMs(exchange), costMicroUsd: undefined };
  reply.head(error.status, [
    ...ownErrorHeaders(shape, error),
    ...requestIdHeaders(requestId),
    'content-length',
    String(body.length),
    ...monagoHeaders(exchange, closing),
  ]);
  reply.end(body);
}

const codeOfEnd: Readonly<Record<Answer['end'], ErrorCode | undefined>> = {
  complete: undefined,
  failed: undefined,
  aborted: undefined,
  rejected: 'upstream_credential_rejected',
  truncated: 'upstream_broken',
  broken: 'upstream_broken',
  timeout: 'upstream_timeout',
  unreachable: 'upstream_unreachable',
  blocked: 'upstream_blocked',
  withheld: 'policy_blocked',
  cut: 'policy_blocked',
};

function errorOf(
  { end, relay }: Answer,
  { credential, caller }: Exchange,
): MonagoError | undefined {
  if (relay?.refusal !== undefined) return relay.refusal;
  const code = codeOfEnd[end];
  if (code === undefined) return undefined;
  const isOwnKey = credential?.tenantId === caller?.tenantId;
  // Sending the caller's administrators to look for a key that is not theirs would help nobody.
  if (end !== 'rejected' || isOwnKey) return new MonagoError(code);
  return new MonagoError(code, {
    message:
      "The provider rejected the platform's fallback key. An administrator can add a key of this organisation under AI Providers.",
  });
}

// Refusals of callers are in the audit log; the operator's log is for what an operator has to act upon.
function report(error: MonagoError, { use, requestId, credential }: Exchange): void {
  if (error.status < 500 && error.code !== 'upstream_credential_rejected') return;
  const fields = {
    code: error.code,
    requestId,
    credentialId: credential?.id,
    internal: error.internal,
  };
  if (error.code === 'internal') use.log.error('request_failed', fields);
  else use.log.warn('request_failed', fields);
}
