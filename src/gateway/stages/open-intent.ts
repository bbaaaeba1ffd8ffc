import { credentialSource } from '../../domain/credential/credential.ts';
import type { AuditReceipt } from '../../ports/audit-log.ts';
import { keptRequest } from '../audit/kept-content.ts';
import { commitAgain, intentFact, requestFields } from '../audit/request-fact.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { ApprovedCall } from './await-approval.ts';
import type { Route } from './resolve-credential.ts';

// Not exported: only `openIntent` can make one.
class Opened {
  readonly #isOpen = true;
  readonly receipt: AuditReceipt;
  readonly route: Route;
  readonly caller: Caller;

  constructor(receipt: AuditReceipt, route: Route, caller: Caller) {
    this.receipt = receipt;
    this.route = route;
    this.caller = caller;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
}

/** Proof that the log says what is about to be sent where; without it no key is opened and nothing is sent. */
export type OpenIntent = Opened;

/**
 * Makes the intent durable.
 * @throws MonagoError `audit_unavailable`
 */
export async function openIntent(
  { planned: { call } }: ApprovedCall,
  { route, caller }: { readonly route: Route; readonly caller: Caller },
  exchange: Exchange,
): Promise<OpenIntent> {
  const { fields, salt } = requestFields(exchange, caller);
  const { id, provider, name, last4, version } = route.credential;
  const { tenantId } = caller;
  const source = credentialSource(route.credential, tenantId);
  const credential = { id, provider, name, last4, version, source };
  const { use } = exchange;
  const entryId = use.random.id('aud');
  exchange.credential = route.credential;
  const receipt = await use.auditLog.append({
    tenantId,
    entryId,
    fact: intentFact(fields, {
      credential,
      // Whoever rewrote it, policy or the way to another format.
      ...(call.body === exchange.body ? {} : { sent: commitAgain(call.body, salt, exchange) }),
    }),
    salt,
    content: keptRequest(exchange, call),
  });
  const intent = new Opened(receipt, route, caller);
  exchange.auditId = receipt.entryId;
  exchange.auditPlace = receipt;
  exchange.intent = intent;
  return intent;
}
