import type { AnswerFault } from '../answer.ts';
import { emitJson } from '../json-text.ts';
import type { StreamFrame } from '../stream-frame.ts';
import { member, parsed, text } from './answer-json.ts';

const kinds = new Map<string, AnswerFault['kind']>([
  ['throttlingException', 'rate_limited'],
  ['serviceUnavailableException', 'overloaded'],
  ['modelNotReadyException', 'overloaded'],
  ['modelTimeoutException', 'timeout'],
  ['validationException', 'invalid_request'],
  ['modelStreamErrorException', 'server_error'],
  ['internalServerException', 'server_error'],
]);

const exceptions: Readonly<Record<AnswerFault['kind'], string>> = {
  rate_limited: 'throttlingException',
  overloaded: 'serviceUnavailableException',
  timeout: 'modelStreamErrorException',
  invalid_request: 'validationException',
  server_error: 'modelStreamErrorException',
};

/** An exception in the middle of an event stream; one that nobody has heard of is the server's fault. */
export function readFault(frame: StreamFrame): AnswerFault {
  const name = frame.event.charAt(0).toLowerCase() + frame.event.slice(1);
  const detail = parsed(frame.data);
  const message = text(member(detail, 'message')) ?? text(member(detail, 'Message'));
  return {
    kind: kinds.get(name) ?? 'server_error',
    message: message ?? 'The provider broke off its answer.',
  };
}

export function writeFault(fault: AnswerFault): StreamFrame {
  return {
    event: exceptions[fault.kind],
    data: emitJson({ message: fault.message }),
    isException: true,
  };
}
