import type { CacheMark } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';

/**
 * Takes the mark that the prompt up to here is worth caching: `cache_control`, which clients send for models of
 * Anthropic, or OpenAI's own `prompt_cache_breakpoint`.
 */
export function readCacheMark(fields: RequestFields): { readonly cache?: CacheMark } {
  const breakpoint = fields.object('prompt_cache_breakpoint');
  breakpoint?.take('mode');
  breakpoint?.close();
  const control = fields.object('cache_control');
  if (!control) return breakpoint ? { cache: {} } : {};
  if (control.requiredString('type') !== 'ephemeral') {
    throw invalidRequest(control.place('type'), 'must be ephemeral');
  }
  const ttl = control.oneOf('ttl', ['5m', '1h']);
  control.drop('scope');
  control.close();
  return { cache: ttl ? { ttl } : {} };
}
