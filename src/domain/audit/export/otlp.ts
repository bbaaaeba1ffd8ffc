import type { AuditBody } from '../fact.ts';
import { parseTime } from '../time.ts';
import { type Severity, severityOf } from './classify.ts';
import type { LoggedEntry } from './logged-entry.ts';

/** Numbers and short names of the OpenTelemetry log data model. */
const severity: Readonly<Record<Severity, readonly [number, string]>> = {
  informational: [9, 'INFO'],
  low: [10, 'INFO2'],
  medium: [13, 'WARN'],
  high: [17, 'ERROR'],
  critical: [21, 'FATAL'],
};

/** Names that the semantic conventions have for the providers. */
const providerName: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  bedrock: 'aws.bedrock',
};

type Value = string | number | boolean | undefined;

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}

/**
 * An `ExportLogsServiceRequest` of OTLP in its JSON encoding, one log record an entry. Attributes of calls follow the
 * semantic conventions for generative AI, which are in development; the whole body is the body of the record.
 */
export function toOtlp(
  entries: readonly LoggedEntry[],
  productVersion: string,
): Record<string, unknown> {
  const resource = attributes({
    'service.name': 'monago',
    'service.version': productVersion,
  });
  return {
    resourceLogs: [
      {
        resource: { attributes: resource },
        scopeLogs: [{ scope: { name: 'monago.audit' }, logRecords: entries.map(recordOf) }],
      },
    ],
  };
}

function recordOf({ leaf, leafHash, body }: LoggedEntry): Record<string, unknown> {
  const [severityNumber, severityText] = severity[severityOf(body)];
  return {
    timeUnixNano: `${parseTime(leaf.time)}000`,
    observedTimeUnixNano: `${parseTime(body.obs_time)}000`,
    severityNumber,
    severityText,
    eventName: `monago.${body.type}`,
    body: { stringValue: leaf.body },
    attributes: attributes({
      'monago.audit.id': body.id,
      'monago.audit.log': leaf.origin,
      'monago.audit.index': leaf.index,
      'monago.audit.leaf_hash': leafHash,
      'monago.audit.class': leaf.class,
      'monago.actor.id': body.actor.id,
      'monago.workspace.id': body.workspace,
      'monago.request.id': body.request_id,
      'service.instance.id': body.node,
      ...callAttributes(body),
    }),
  };
}

function callAttributes(body: AuditBody): Record<string, Value> {
  switch (body.type) {
    case 'ai.request.intent':
    case 'ai.request.denied':
    case 'ai.request.held':
      return {
        'gen_ai.provider.name': providerName[body.provider],
        'gen_ai.request.model': body.model_requested,
        'monago.decision': body.decision,
        'monago.policy.version': body.policy_version,
        'monago.risk.score': body.risk.score,
        'monago.risk.band': body.risk.band,
      };
    case 'ai.request.outcome': {
      const usage = body.usage?.source === 'unknown' ? undefined : body.usage;
      return {
        'gen_ai.response.model': body.model_used,
        'gen_ai.usage.input_tokens': usage?.input,
        'gen_ai.usage.output_tokens': usage?.output,
        'http.response.status_code': body.http,
        'error.type': body.error,
        'monago.status': body.status,
      };
    }
    default:
      return {};
  }
}

/** Absent where there is nothing to say. Integers are text, as the JSON encoding of 64-bit numbers asks. */
function attributes(values: Readonly<Record<string, Value>>): Attribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: string | number | boolean): Attribute['value'] {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return { intValue: String(value) };
}
