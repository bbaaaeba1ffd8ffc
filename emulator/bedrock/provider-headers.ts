import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';

/** Present on every answer. */
export function awsHeaders(contentType: string): OutgoingHttpHeaders {
  return { 'content-type': contentType, 'x-amzn-requestid': randomUUID() };
}
