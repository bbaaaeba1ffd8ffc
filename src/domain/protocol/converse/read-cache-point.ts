import type { CacheMark } from '../conversation.ts';
import type { Ledger } from '../ledger.ts';
import { bedrockOnly, invalid, type RequestObject } from './request-object.ts';

/** A cache point closes the prefix of the prompt before it: it belongs to what it follows. */
export function markLast<Marked extends { readonly cache?: CacheMark }>(
  content: Marked[],
  mark: CacheMark,
  where: { readonly at: string; readonly ledger: Ledger },
): void {
  const last = content.pop();
  if (last === undefined) where.ledger.drop(where.at);
  else content.push({ ...last, cache: mark });
}

/** @throws MonagoError `invalid_request` for a time to live that nobody knows */
export function readCachePoint(cachePoint: RequestObject, ledger: Ledger): CacheMark {
  const type = cachePoint.text('type') ?? 'default';
  if (type !== 'default') ledger.lose(cachePoint.place('type'), bedrockOnly);
  const ttl = cachePoint.text('ttl');
  cachePoint.loseRest(ledger);
  if (ttl === undefined) return {};
  if (ttl !== '5m' && ttl !== '1h') throw invalid(cachePoint.place('ttl'), 'has to be 5m or 1h');
  return { ttl };
}
