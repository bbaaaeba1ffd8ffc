import { type IncomingMessage, ServerResponse } from 'node:http';
import { Http2ServerResponse } from 'node:http2';
import { MonagoError } from '../../../domain/errors.ts';
import { Http1Outlet } from './http1-outlet.ts';
import { Http2Outlet } from './http2-outlet.ts';
import type { Outlet } from './outlet.ts';

/** The way back for a request, as the version of HTTP has it in which it came. */
export function outletOf(request: IncomingMessage, response: object): Outlet {
  if (response instanceof Http2ServerResponse) return new Http2Outlet(response.stream);
  if (response instanceof ServerResponse) return new Http1Outlet(request, response);
  throw new MonagoError('internal', { internal: 'a response of no known version of HTTP' });
}
