import type { CacheMark } from '../conversation.ts';
import type { RequestFields } from '../request-fields.ts';

/** Takes the object's `cache_control`. */
export function readCacheMark(object: RequestFields): CacheMark | undefined {
  const mark = object.object('cache_control');
  if (mark === undefined) return undefined;
  mark.oneOf('type', ['ephemeral']);
  const ttl = mark.oneOf('ttl', ['5m', '1h']);
  // Who shares a cached prompt is a matter between Anthropic and its customers.
  mark.drop('scope');
  mark.close();
  return ttl === undefined ? {} : { ttl };
}
