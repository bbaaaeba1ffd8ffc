import type { OutgoingHttpHeaders } from 'node:http';
import { newIdentifier, randomHex } from '../server/identifier.ts';

/** Present on every answer. */
export function edgeHeaders(
  contentType: string,
  requestId = newIdentifier('req_011C', 20),
): OutgoingHttpHeaders {
  return {
    'content-type': contentType,
    'request-id': requestId,
    'anthropic-organization-id': '00000000-0000-4000-8000-0000000e9d01',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    server: 'cloudflare',
    'cf-cache-status': 'DYNAMIC',
    'cf-ray': `${randomHex(16)}-SIN`,
  };
}
