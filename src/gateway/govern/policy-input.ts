import { MonagoError } from '../../domain/errors.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import { timeVariables } from '../../domain/policy/calendar/time-variables.ts';
import { outOfBounds } from '../../domain/policy/condition/out-of-bounds.ts';
import { unmeasured } from '../../domain/policy/condition/unmeasured.ts';
import {
  type DataVariables,
  type PolicyInput,
  piiVariables,
  type ResponseVariables,
} from '../../domain/policy/condition/variables.ts';
import { toolNamesIn } from '../../domain/protocol/segments/offered-tools.ts';
import { requestFacts } from '../../domain/protocol/segments/request-facts.ts';
import type { RiskAssessment } from '../../domain/risk/risk-assessment.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { type GatewayRequest, headerOf } from '../gateway-request.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Governance } from './governance.ts';

/** What policies learn about a request. No text of it is among that, only what the detectors found in it. */
export interface Judged {
  readonly prompt: Prompt;
  readonly inspection: Inspection;
  readonly risk: RiskAssessment;
}

/** @throws MonagoError `invalid_request` for a classification that there is none of */
export function policyInput(
  { prompt, inspection, risk }: Judged,
  { caller, governance }: { readonly caller: Caller; readonly governance: Governance },
  exchange: Exchange,
): PolicyInput {
  const { settings } = governance;
  const isFailed = inspection.status === 'failed';
  const input: PolicyInput = {
    request: {
      ...requestVariables({ prompt, inspection }, caller, exchange),
      workspace: settings.workspaceSlug(caller.workspaceId) ?? '',
    },
    principal: {
      id: caller.tokenId,
      type: 'service',
      roles: ['workspace_member'],
      teams: [],
      mfa: false,
      key: caller.tokenName,
      claims: {},
    },
    pii: piiVariables(inspection.findings),
    risk: riskVariables(risk),
    data: dataVariables(exchange.request),
    budget: { day_pct: 0, month_pct: 0, request_usd: 0, remaining_usd: 0 },
    rate: { rpm_pct: 0, tpm_pct: 0 },
    time: timeVariables(exchange.use.clock.now(), settings.timeZone, settings.calendars),
    breakglass: { active: false },
    // What nobody knows permits nothing.
    unknown: isFailed ? [...unmeasured, 'pii', 'risk'] : unmeasured,
  };
  const beyond = outOfBounds(input);
  return beyond.length === 0 ? input : { ...input, unknown: [...input.unknown, ...beyond] };
}

function requestVariables(
  { prompt, inspection }: Pick<Judged, 'prompt' | 'inspection'>,
  caller: Caller,
  { request, requestId, use }: Exchange,
): Omit<PolicyInput['request'], 'workspace'> {
  const { wire } = request.endpoint;
  const facts = requestFacts(prompt.members, wire);
  const { directory } = use;
  const credential =
    directory.activeCredential(caller.tenantId, prompt.provider) ??
    directory.fallbackCredential(caller.tenantId, prompt.provider);
  return {
    id: requestId,
    endpoint: wire,
    provider: prompt.provider,
    model: prompt.model,
    model_requested: prompt.modelRequested,
    region: credential?.region ?? '',
    stream: prompt.isStream,
    input_tokens: prompt.tokenEstimate,
    max_output_tokens: facts.maxOutputTokens ?? 0,
    messages: facts.messages,
    has_system: facts.hasSystem,
    attachments: [...new Set(inspection.unread)],
    has_unread_media: inspection.unread.length > 0 || !prompt.isInspectable,
    tools: toolNamesIn(prompt.members),
  };
}

function riskVariables({ inherent, injection, secrets, anomaly }: RiskAssessment) {
  return { score: inherent, injection, secrets, anomaly };
}

const classifications: readonly DataVariables['classification'][] = [
  'public',
  'internal',
  'confidential',
  'restricted',
];

/** What the application says about its data. It may say more than it must, and what it does not say is internal. */
function dataVariables(request: GatewayRequest): DataVariables {
  const given = headerOf(request, 'x-monago-classification')?.trim().toLowerCase() ?? 'internal';
  const classification = classifications.find((known) => known === given);
  if (classification === undefined) {
    throw new MonagoError('invalid_request', {
      message: `X-Monago-Classification must be one of ${classifications.join(', ')}.`,
      param: 'X-Monago-Classification',
    });
  }
  const tags = (headerOf(request, 'x-monago-tags') ?? '').split(',').map((tag) => tag.trim());
  return { classification, tags: tags.filter((tag) => tag !== '') };
}

/** The same request, now that there is an answer, or a part of one. */
export function answerInput(
  request: PolicyInput,
  { inspection, risk, ...answer }: AnswerFacts,
): PolicyInput {
  const isFailed = inspection.status === 'failed';
  const input: PolicyInput = {
    ...request,
    response: { ...answer, pii: piiVariables(inspection.findings), risk: riskVariables(risk) },
    unknown: isFailed ? [...request.unknown, 'response.pii', 'response.risk'] : request.unknown,
  };
  const beyond = outOfBounds(input);
  return beyond.length === 0 ? input : { ...input, unknown: [...input.unknown, ...beyond] };
}

/** What was asked for an answer that its provider has kept, nobody knows any more; who asks for it now, and when, is known. */
export function withoutRequest(input: PolicyInput): PolicyInput {
  const { id: _, workspace: _w, provider: _p, region: _r, endpoint: _e, ...asked } = input.request;
  const lost = Object.keys(asked).map((name) => `request.${name}`);
  return { ...input, unknown: [...input.unknown, ...lost, 'pii', 'risk'] };
}

export interface AnswerFacts extends Omit<ResponseVariables, 'pii' | 'risk'> {
  readonly inspection: Inspection;
  readonly risk: RiskAssessment;
}
