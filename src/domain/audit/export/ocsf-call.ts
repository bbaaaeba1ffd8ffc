import type { AiRequestOutcome, AuditBody } from '../fact.ts';

/** The attributes of API Activity and of the profile `ai_operation` that an entry about a call fills. */
export type AiCall = Readonly<Record<'api', unknown>> & Readonly<Record<string, unknown>>;

/** Undefined where the entry is not about a call to a model. */
export function aiCallOf(body: AuditBody): AiCall | undefined {
  switch (body.type) {
    case 'ai.request.intent':
    case 'ai.request.denied':
    case 'ai.request.held':
      return {
        api: { operation: body.api, service: { name: body.provider }, ...requestOf(body) },
        ai_model: { ai_provider: body.provider, name: body.model ?? body.model_requested },
        dst_endpoint: { svc_name: body.provider },
        ...('reason' in body ? { status_detail: body.reason } : {}),
      };
    case 'ai.request.outcome':
      return {
        api: {
          operation: 'response',
          ...requestOf(body),
          response: { code: body.http, ...(body.error === undefined ? {} : { error: body.error }) },
        },
        http_response: { code: body.http },
        duration: body.latency_ms,
        status_detail: body.status,
        ...(body.model_used === undefined ? {} : { ai_model: { name: body.model_used } }),
        ...tokensOf(body),
      };
    default:
      return undefined;
  }
}

function requestOf({ request_id: uid }: AuditBody): Record<string, unknown> {
  return uid === undefined ? {} : { request: { uid } };
}

/** Nothing where nobody knows the number: a zero would be a statement. */
function tokensOf({ usage }: AiRequestOutcome): Record<string, unknown> {
  if (usage === undefined || usage.source === 'unknown') return {};
  const { input, output } = usage;
  return {
    message_context: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
    },
  };
}
