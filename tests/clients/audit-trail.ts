import { expect } from 'vitest';
import type { GatewaySite } from '../gateway/gateway-site.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What the log says of one call. */
export interface Trail {
  readonly intent: Entry;
  readonly outcome: Entry;
}

/** The entries of the call whose `X-Monago-Audit-Id` this is; the outcome may be about to be written. */
export async function trailOf(site: GatewaySite, auditId: string | null): Promise<Trail> {
  const outcome = await expect
    .poll(() => entryWith(site, { type: 'ai.request.outcome', field: 'intent', value: auditId }))
    .toBeDefined()
    .then(() => entryWith(site, { type: 'ai.request.outcome', field: 'intent', value: auditId }));
  const intent = await entryWith(site, {
    type: 'ai.request.intent',
    field: 'request_id',
    value: outcome?.['request_id'],
  });
  if (outcome === undefined || intent === undefined) throw new Error('the log lacks an entry');
  return { intent, outcome };
}

interface Wanted {
  readonly type: string;
  readonly field: string;
  readonly value: unknown;
}

async function entryWith(
  site: GatewaySite,
  { type, field, value }: Wanted,
): Promise<Entry | undefined> {
  return (await site.entries(type)).find((entry) => entry[field] === value);
}
