import { credentialSource } from '../../domain/credential/credential.ts';
import { formatUsd } from '../../domain/pricing/cost.ts';
import { formatIdr } from '../../domain/pricing/idr.ts';
import type { Exchange } from '../exchange.ts';
import { incidentsOf, sensitiveTypes, type Verdict } from '../govern/verdict.ts';
import type { Closing } from '../relay/relay.ts';

/**
 * The headers that Monago's clients read, as far as they are known: names and values, alternating.
 * @param closing only once the answer is over; a stream sends it in a comment instead
 */
export function monagoHeaders(exchange: Exchange, closing: Closing | undefined): string[] {
  const { verdict, caller, credential, prompt } = exchange;
  const headers: string[] = [];
  addEntry(headers, exchange);
  if (verdict !== undefined) addVerdict(headers, verdict);
  if (exchange.heldId !== undefined) headers.push('X-Monago-Approval-Id', exchange.heldId);
  addSignals(headers, exchange);
  if (prompt !== undefined) headers.push('X-Monago-Provider', prompt.provider);
  if (credential !== undefined && caller !== undefined) {
    headers.push('X-Monago-Credential-Source', credentialSource(credential, caller.tenantId));
  }
  addTranslation(headers, exchange);
  if (closing !== undefined) addClosing(headers, closing, exchange);
  return headers;
}

/** Which entry the log has of this, and where it stands, so that its receipt can be asked for and compared. */
function addEntry(headers: string[], { auditId, auditPlace }: Exchange): void {
  if (auditId === undefined) return;
  headers.push('X-Monago-Audit-Id', auditId);
  if (auditPlace === undefined) return;
  headers.push('X-Monago-Audit-Index', String(auditPlace.index));
  headers.push('X-Monago-Audit-Log', auditPlace.log);
}

function addVerdict(headers: string[], { decision, version, reason, hidden }: Verdict): void {
  headers.push('X-Monago-Policy-Decision', decision, 'X-Monago-Policy-Version', version);
  if (reason !== undefined) headers.push('X-Monago-Block-Reason', reason);
  if (hidden.length === 0) return;
  headers.push('X-Monago-Pii-Redacted', hidden.slice(0, listedMax).join(', '));
}

function addSignals(headers: string[], { inspection, risk, prompt }: Exchange): void {
  if (inspection === undefined || risk === undefined) return;
  const isSensitive = sensitiveTypes(inspection).length > 0;
  const isRead = inspection.status === 'complete' && inspection.unread.length === 0;
  // Saying "false" about content that was never looked at would be a lie.
  if (prompt?.isInspectable === true && (isRead || isSensitive)) {
    headers.push('X-Monago-Pii-Detected', String(isSensitive));
  }
  const incidents = incidentsOf(inspection, risk);
  if (incidents.length > 0) headers.push('X-Monago-Security-Incident', incidents.join(', '));
  headers.push('X-Monago-Risk-Score', String(risk.score), 'X-Monago-Risk-Band', risk.band);
}

/** What another format could not carry, by the client's own field names. */
function addTranslation(headers: string[], { ledger }: Exchange): void {
  const parts: string[] = [];
  if (ledger === undefined) return;
  if (ledger.dropped.length > 0) parts.push(`dropped=${listed(ledger.dropped)}`);
  if (ledger.changed.length > 0) parts.push(`changed=${listed(ledger.changed)}`);
  if (parts.length > 0) headers.push('X-Monago-Translation', parts.join('; '));
}

const listedMax = 32;

// Field names are the client's: whatever cannot stand in a header is not repeated in one.
function listed(names: readonly string[]): string {
  return names
    .slice(0, listedMax)
    .map((name) => name.slice(0, 100).replace(/[^\w.[\]-]/g, '?'))
    .join(',');
}

function addClosing(headers: string[], closing: Closing, exchange: Exchange): void {
  for (const [name, value] of closingValues(closing, exchange)) headers.push(name, value);
}

/** What is known when the answer is over, for the comment before the end of a stream. */
export function closingLines(closing: Closing, exchange: Exchange): readonly string[] {
  return closingValues(closing, exchange).map(([name, value]) => `${name.toLowerCase()}=${value}`);
}

function closingValues(
  { latencyMs, costMicroUsd }: Closing,
  { use }: Exchange,
): readonly (readonly [name: string, value: string])[] {
  const latency = ['X-Monago-Latency-Ms', latencyMs.toFixed(1)] as const;
  if (costMicroUsd === undefined) return [latency];
  const usd = ['X-Monago-Cost-Usd', formatUsd(costMicroUsd)] as const;
  if (use.idrPerUsd === undefined) return [latency, usd];
  return [latency, usd, ['X-Monago-Cost-Idr', formatIdr(costMicroUsd, use.idrPerUsd)]];
}
