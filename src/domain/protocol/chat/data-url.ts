import type { MediaSource } from '../conversation.ts';
import { invalidRequest } from '../request-fields.ts';

const pattern = /^data:([^;,]*)((?:;[^;,]*)*),/i;

/**
 * Reads a `data:` URL (RFC 2397) with Base64 data.
 * @throws MonagoError `invalid_request` naming `at`
 */
export function readDataUrl(url: string, at: string): MediaSource & { readonly type: 'base64' } {
  const found = pattern.exec(url);
  const parameters = found?.[2]?.toLowerCase().split(';') ?? [];
  if (!found || !parameters.includes('base64')) {
    throw invalidRequest(at, 'must be a data: URL with Base64 data');
  }
  return {
    type: 'base64',
    mediaType: (found[1] ?? '').toLowerCase(),
    data: url.slice(found[0].length),
  };
}

/**
 * The UTF-8 text behind Base64 data.
 * @throws MonagoError `invalid_request` naming `at`
 */
export function decodeText(data: string, at: string): string {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidRequest(at, 'must hold UTF-8 text in Base64');
  }
}

/**
 * The type of an image by its first bytes, where it is one of the four that all providers take. OpenAI does not care
 * what the URL says, the other providers refuse a type that is wrong.
 */
export function imageType(mediaType: string, data: string): string {
  if (data.startsWith('iVBORw0KGgo')) return 'image/png';
  if (data.startsWith('/9j/')) return 'image/jpeg';
  if (data.startsWith('R0lGOD')) return 'image/gif';
  if (data.startsWith('UklGR') && data.slice(12, 16) === 'RUJQ') return 'image/webp';
  return mediaType === 'image/jpg' ? 'image/jpeg' : mediaType;
}
