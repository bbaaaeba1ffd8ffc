import type { AnswerFault } from '../answer.ts';

const written = {
  overloaded: 'overloaded_error',
  rate_limited: 'rate_limit_error',
  timeout: 'timeout_error',
  invalid_request: 'invalid_request_error',
  server_error: 'api_error',
} as const satisfies Record<AnswerFault['kind'], string>;

const read: ReadonlyMap<string | undefined, AnswerFault['kind']> = new Map([
  ['overloaded_error', 'overloaded'],
  ['rate_limit_error', 'rate_limited'],
  ['timeout_error', 'timeout'],
  ['invalid_request_error', 'invalid_request'],
  ['request_too_large', 'invalid_request'],
]);

export function readFaultType(type: string | undefined): AnswerFault['kind'] {
  return read.get(type) ?? 'server_error';
}

export function writeFaultType(kind: AnswerFault['kind']): string {
  return written[kind];
}
