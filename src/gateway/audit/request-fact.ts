import { saltBytes } from '../../domain/audit/commitment.ts';
import type { AiRequestDenied, AiRequestIntent } from '../../domain/audit/fact.ts';
import type { AuditedContent } from '../../domain/audit/fact-parts.ts';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { RiskAssessment } from '../../domain/risk/risk-assessment.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { incidentsOf } from '../govern/verdict.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { auditable } from './auditable.ts';
import { auditedFindings, auditedPolicies } from './audited-findings.ts';
import { RunningCommitment } from './commitment.ts';

type RequestFields = Omit<AiRequestDenied, 'type' | 'reason'>;

const empty = Buffer.alloc(0);

/** What intent and denial have in common, and the salt of the commitment in it. */
export function requestFields(
  exchange: Exchange,
  caller: Caller,
): { readonly fields: RequestFields; readonly salt: Buffer } {
  const { request, prompt, inspection, risk, verdict, decision } = exchange;
  const policies = auditedPolicies(decision, exchange.strippedTools);
  const { content, salt } = commitTo(exchange.body ?? empty, exchange);
  const fields: RequestFields = {
    actor: caller.actor,
    workspace: caller.workspaceId,
    request_id: exchange.requestId,
    api: request.api,
    provider: prompt?.provider ?? 'none',
    model_requested: auditable(exchange.modelRequested ?? 'unknown'),
    ...promptFields(prompt),
    decision: verdict?.decision ?? 'blocked',
    policy_version: verdict?.version ?? 'none',
    pii: inspection === undefined ? [] : auditedFindings(inspection, decision),
    incidents: inspection === undefined || risk === undefined ? [] : incidentsOf(inspection, risk),
    risk: auditedRisk(risk),
    ...unreadField(inspection),
    req: content,
    ...(policies === undefined ? {} : { policies }),
    ...(exchange.approvalId === undefined ? {} : { approval: exchange.approvalId }),
    ...translationField(exchange),
  };
  return { fields, salt };
}

function promptFields(prompt: Prompt | undefined): Pick<RequestFields, 'model' | 'stream'> {
  if (prompt === undefined) return { stream: false };
  return { model: auditable(prompt.model), stream: prompt.isStream };
}

export function intentFact(
  fields: RequestFields,
  more: Pick<AiRequestIntent, 'credential' | 'sent'>,
): AiRequestIntent {
  return { type: 'ai.request.intent', ...fields, ...more };
}

const unreadMax = 16;

function unreadField(inspection: Inspection | undefined): Pick<RequestFields, 'unread'> {
  const unread = [...new Set(inspection?.unread ?? [])].slice(0, unreadMax).map(auditable);
  return unread.length === 0 ? {} : { unread };
}

function auditedRisk(risk: RiskAssessment | undefined): RequestFields['risk'] {
  if (risk === undefined) return { score: 0, band: 'low' };
  const { score, band, inherent, model, contributions } = risk;
  const signals = contributions
    .slice(0, signalsMax)
    .map(({ signal, points }) => ({ signal, points }));
  return {
    score,
    band,
    ...(inherent === score ? {} : { inherent }),
    ...(signals.length === 0 ? {} : { model, signals }),
  };
}

const signalsMax = 32;
const fieldsMax = 64;

function translationField({ ledger }: Exchange): Pick<RequestFields, 'translation'> {
  if (ledger === undefined || ledger.dropped.length + ledger.changed.length === 0) return {};
  const listed = (names: readonly string[]) => names.slice(0, fieldsMax).map(auditable);
  return { translation: { dropped: listed(ledger.dropped), changed: listed(ledger.changed) } };
}

/** A commitment to other bytes of the same entry, under the same salt. */
export function commitAgain(bytes: Buffer, salt: Buffer, { use }: Exchange): AuditedContent {
  const commitment = new RunningCommitment(salt, use.digest);
  commitment.update(bytes);
  return commitment.close();
}

function commitTo(
  body: Buffer,
  exchange: Exchange,
): { readonly content: AuditedContent; readonly salt: Buffer } {
  const salt = exchange.use.random.bytes(saltBytes);
  return { content: commitAgain(body, salt, exchange), salt };
}
