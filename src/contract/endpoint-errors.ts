import type { ErrorCode } from '../domain/error-table.ts';
import type { Endpoint } from './endpoint.ts';

/** What a control-plane endpoint may answer besides the errors of its own row. */
export function controlErrors(endpoint: Endpoint): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>(endpoint.errors);
  if (endpoint.access !== 'public') codes.add('signed_out').add('forbidden');
  if (endpoint.apiKey !== undefined) {
    codes.add('invalid_token').add('rate_limited').add('audit_unavailable');
  }
  if (endpoint.method !== 'GET') codes.add('cross_site_request');
  if (endpoint.body !== undefined) {
    codes
      .add('invalid_request')
      .add('invalid_input')
      .add('unsupported_media_type')
      .add('request_too_large');
  }
  return [...codes.add('internal')];
}
