import { saltBytes } from '../../domain/audit/commitment.ts';
import type { AiRequestDenied, AiRequestIntent } from '../../domain/audit/fact.ts';
import type { AuditedContent } from '../../domain/audit/fact-parts.ts';
import { withoutKeys } from '../../domain/credential/key-in-text.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { RunningCommitment } from './commitment.ts';

type RequestFields = Omit<AiRequestDenied, 'type' | 'reason'>;

const empty = Buffer.alloc(0);
const modelLengthMax = 200;

/** What intent and denial have in common, and the salt of the commitment in it. */
export function requestFields(
  exchange: Exchange,
  caller: Caller,
): { readonly fields: RequestFields; readonly salt: Buffer } {
  const { request, prompt, signals, risk, verdict } = exchange;
  const { content, salt } = commitTo(exchange.body ?? empty, exchange);
  const fields: RequestFields = {
    actor: caller.actor,
    workspace: caller.workspaceId,
    request_id: exchange.requestId,
    api: request.api,
    provider: prompt?.provider ?? 'none',
    model_requested: auditable(exchange.modelRequested ?? 'unknown'),
    ...(prompt === undefined ? {} : { model: auditable(prompt.model) }),
    stream: prompt?.isStream ?? false,
    decision: verdict?.decision ?? 'blocked',
    policy_version: verdict?.version ?? 'none',
    pii: (signals?.findings ?? []).map((finding) => ({ ...finding, action: 'detect' })),
    incidents: signals?.incidents ?? [],
    risk: risk ?? { score: 0, band: 'low' },
    req: content,
    ...translationField(exchange),
  };
  return { fields, salt };
}

export function intentFact(
  fields: RequestFields,
  more: Pick<AiRequestIntent, 'credential' | 'sent'>,
): AiRequestIntent {
  return { type: 'ai.request.intent', ...fields, ...more };
}

const fieldsMax = 64;

function translationField({ ledger }: Exchange): Pick<RequestFields, 'translation'> {
  if (ledger === undefined || ledger.dropped.length + ledger.changed.length === 0) return {};
  const listed = (names: readonly string[]) => names.slice(0, fieldsMax).map(auditable);
  return { translation: { dropped: listed(ledger.dropped), changed: listed(ledger.changed) } };
}

/** A model's name as it may stand in the log; the caller chose it, so it could be anything, a key by mistake. */
export function auditable(model: string): string {
  const examined = model.slice(0, 2 * modelLengthMax);
  return withoutKeys(examined)
    .slice(0, modelLengthMax)
    .replace(/[^\x20-\x7e]/g, '?');
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
