import type { Reply } from './http-call.ts';

/** What the public clients of this product make of an answer. Written from the contract, not from the gateway. */
export interface Parsed {
  readonly status: number;
  readonly auditId: string | undefined;
  readonly decision: string | undefined;
  readonly isPiiDetected: boolean | undefined;
  readonly redacted: readonly string[];
  readonly incidents: readonly string[];
  readonly blockReason: string | undefined;
  readonly provider: string | undefined;
  readonly credentialSource: string | undefined;
  readonly policyVersion: string | undefined;
  readonly latencyMs: number | undefined;
  readonly costUsd: number | undefined;
  readonly costIdr: number | undefined;
  readonly risk: { readonly score: number; readonly band: string } | undefined;
  readonly error: { readonly message: string; readonly code: string | undefined } | undefined;
  /** Whether sending the same again may help. */
  readonly isRetryable: boolean;
  readonly retryAfterSeconds: number | undefined;
}

const decisions = ['allowed', 'blocked', 'redacted', 'flagged', 'pending_approval'];
const bands = ['low', 'medium', 'high', 'critical'];

/** @throws Error for an answer that breaks the contract */
export function parseReply(reply: Reply): Parsed {
  const header = (name: string): string | undefined => {
    const value = reply.headers[name.toLowerCase()];
    if (Array.isArray(value)) throw new Error(`${name} came more than once`);
    return value;
  };
  const decision = header('X-Monago-Policy-Decision');
  if (decision !== undefined && !decisions.includes(decision)) throw new Error(decision);
  const pii = header('X-Monago-Pii-Detected');
  if (pii !== undefined && pii !== 'true' && pii !== 'false') throw new Error(pii);
  const retryAfter = header('retry-after');
  return {
    status: reply.status,
    auditId: header('X-Monago-Audit-Id'),
    decision,
    isPiiDetected: pii === undefined ? undefined : pii === 'true',
    redacted: listIn(header('X-Monago-Pii-Redacted')),
    incidents: listIn(header('X-Monago-Security-Incident')),
    blockReason: header('X-Monago-Block-Reason'),
    provider: header('X-Monago-Provider'),
    credentialSource: header('X-Monago-Credential-Source'),
    policyVersion: header('X-Monago-Policy-Version'),
    latencyMs: decimal(header('X-Monago-Latency-Ms')),
    costUsd: decimal(header('X-Monago-Cost-Usd')),
    costIdr: decimal(header('X-Monago-Cost-Idr')),
    risk: riskIn(header('X-Monago-Risk-Score'), header('X-Monago-Risk-Band')),
    error: reply.status < 400 ? undefined : errorIn(reply),
    isRetryable:
      header('x-should-retry') !== 'false' &&
      [408, 409, 429].concat(fiveHundreds).includes(reply.status),
    retryAfterSeconds: decimal(retryAfter),
  };
}

const fiveHundreds = Array.from({ length: 100 }, (_, at) => 500 + at);

function listIn(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(', ');
}

function decimal(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new Error(`no decimal: ${value}`);
  return Number(value);
}

function riskIn(score: string | undefined, band: string | undefined): Parsed['risk'] {
  if (score === undefined && band === undefined) return undefined;
  const value = decimal(score) ?? Number.NaN;
  if (!(value >= 0 && value <= 100) || band === undefined || !bands.includes(band)) {
    throw new Error(`no risk: ${score} ${band}`);
  }
  return { score: value, band };
}

/** OpenAI's shape, Anthropic's, or AWS's; a client of one of them knows its own. */
function errorIn(reply: Reply): Parsed['error'] {
  const body = JSON.parse(reply.body.toString('utf8'));
  if (reply.headers['x-amzn-errortype'] !== undefined)
    return { message: body.message, code: body.code };
  if (body.type !== 'error') return { message: body.error.message, code: body.error.code };
  return { message: body.error.message, code: body.error.details?.error_code };
}
