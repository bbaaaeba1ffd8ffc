import { credentialSource } from '../../domain/credential/credential.ts';
import { formatUsd } from '../../domain/pricing/cost.ts';
import type { Exchange } from '../exchange.ts';
import type { Closing } from '../relay/relay.ts';

/**
 * The headers that Monago's clients read, as far as they are known: names and values, alternating.
 * @param closing only once the answer is over; a stream sends it in a comment instead
 */
export function monagoHeaders(exchange: Exchange, closing: Closing | undefined): string[] {
  const { auditId, verdict, caller, credential, prompt } = exchange;
  const headers: string[] = [];
  if (auditId !== undefined) headers.push('X-Monago-Audit-Id', auditId);
  if (verdict !== undefined) {
    headers.push('X-Monago-Policy-Decision', verdict.decision);
    headers.push('X-Monago-Policy-Version', verdict.version);
    if (verdict.decision === 'blocked') headers.push('X-Monago-Block-Reason', verdict.reason);
  }
  addSignals(headers, exchange);
  if (prompt !== undefined) headers.push('X-Monago-Provider', prompt.provider);
  if (credential !== undefined && caller !== undefined) {
    headers.push('X-Monago-Credential-Source', credentialSource(credential, caller.tenantId));
  }
  if (closing !== undefined) addClosing(headers, closing);
  return headers;
}

function addSignals(headers: string[], { signals, risk, prompt }: Exchange): void {
  if (signals === undefined || risk === undefined) return;
  // Saying "false" about content that was never looked at would be a lie.
  if (prompt?.isInspectable === true && signals.status === 'complete') {
    headers.push('X-Monago-Pii-Detected', String(signals.findings.length > 0));
  }
  if (signals.incidents.length > 0) {
    headers.push('X-Monago-Security-Incident', signals.incidents.join(', '));
  }
  headers.push('X-Monago-Risk-Score', String(risk.score), 'X-Monago-Risk-Band', risk.band);
}

function addClosing(headers: string[], { latencyMs, costMicroUsd }: Closing): void {
  headers.push('X-Monago-Latency-Ms', latencyMs.toFixed(1));
  if (costMicroUsd !== undefined) headers.push('X-Monago-Cost-Usd', formatUsd(costMicroUsd));
}
