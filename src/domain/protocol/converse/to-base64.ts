import { encodeBase64 } from '../../audit/base64.ts';

/** Converse has bytes here; what another provider gives as text becomes their Base64 (RFC 4648). */
export function toBase64(data: string): string {
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(data) && data.length % 4 === 0) return data;
  return textToBase64(data);
}

/** Text as the Base64 of its UTF-8. */
export function textToBase64(text: string): string {
  return encodeBase64(new TextEncoder().encode(text));
}
