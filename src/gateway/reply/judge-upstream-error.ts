import type { Provider } from '../../domain/credential/credential.ts';
import type { AnswerFault } from '../../domain/protocol/answer.ts';
import type { UpstreamHead } from '../../ports/provider.ts';
import { fieldsIn, fieldsOf, textIn } from '../relay/readings/reading.ts';
import { headerValue } from '../relay/relay.ts';
import type { ShownError } from './error-reply.ts';

/** A provider's error, and what it is for the client. */
export interface UpstreamError {
  /** The provider refused the organisation's key; its words are not shown. */
  readonly isRejected: boolean;
  /** In the provider's words, with the status that the client gets. */
  readonly shown: ShownError;
  /** Sending the same again is of no use, whatever clients make of the status. */
  readonly isFinal: boolean;
}

interface Reported {
  readonly status: number;
  readonly message: string;
  /** OpenAI's `code` or else `type`, Anthropic's `type`, AWS's exception. */
  readonly code: string;
}

/** Reads an error of a provider. 401 is never passed on: it would blame the caller's token for the provider key. */
export function judgeUpstreamError(
  provider: Provider,
  head: UpstreamHead,
  body: Buffer,
): UpstreamError {
  const reported = report(head, body);
  const isRejected = rejects[provider](reported);
  const status = isRejected ? 424 : statusFor[provider](reported);
  return {
    isRejected,
    shown: {
      status,
      message: reported.message,
      code: codeFor(status, reported),
      type: typeFor(status),
    },
    isFinal: status === 402,
  };
}

const messageLengthMax = 4_096;

function report(head: UpstreamHead, body: Buffer): Reported {
  const fields = fieldsOf(body.toString('utf8').trim());
  const error = fieldsIn(fields, 'error') ?? fields;
  const message =
    textIn(error, 'message') ?? textIn(error, 'Message') ?? textIn(fields, 'error') ?? '';
  const exception = headerValue(head, 'x-amzn-errortype') ?? textIn(fields, '__type');
  return {
    status: head.status,
    message: message.slice(0, messageLengthMax) || `The provider answered ${head.status}.`,
    code:
      exception?.replace(/^.*#|:.*$/g, '') ?? textIn(error, 'code') ?? textIn(error, 'type') ?? '',
  };
}

const missingScopes = /missing scopes|insufficient permissions/i;
const awsKeyFaults: ReadonlySet<string> = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'ExpiredTokenException',
  'ExpiredToken',
  'InvalidClientTokenId',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
]);
const awsBilling = /INVALID_PAYMENT_INSTRUMENT|needs a subscription/;

const rejects: Readonly<Record<Provider, (error: Reported) => boolean>> = {
  openai: ({ status, message }) => status === 401 && !missingScopes.test(message),
  anthropic: ({ status }) => status === 401,
  bedrock: ({ status, code, message }) =>
    status === 401 ||
    (status === 403 && (awsKeyFaults.has(code) || /^Authentication failed/.test(message))),
};

const statusFor: Readonly<Record<Provider, (error: Reported) => number>> = {
  openai: ({ status, code }) => {
    if (status === 401) return 403;
    const isUnpaid = code === 'insufficient_quota' || code === 'billing_hard_limit_reached';
    return isUnpaid ? 402 : common(status);
  },
  anthropic: ({ status, message }) =>
    /credit balance is too low/i.test(message) ? 402 : common(status),
  bedrock: ({ status, code, message }) => {
    if (code === 'ModelNotReadyException') return 503;
    if (code === 'ServiceQuotaExceededException') return 429;
    if (code === 'OptInRequired' || awsBilling.test(message)) return 402;
    if (/model identifier is invalid/i.test(message)) return 404;
    return common(status);
  },
};

/** 424 is Monago's own word, and a model's time-out is not the client's. */
function common(status: number): number {
  if (status === 408) return 504;
  return status === 424 ? 502 : status;
}

/** Anthropic's clients know 529, the others do not. */
export function statusForClient(status: number, isAnthropic: boolean): number {
  if (isAnthropic) return status === 503 ? 529 : status;
  return status === 529 ? 503 : status;
}

const statusOfFault: Readonly<Record<AnswerFault['kind'], number>> = {
  overloaded: 529,
  rate_limited: 429,
  timeout: 504,
  invalid_request: 400,
  server_error: 502,
};

/** A fault that a provider told in a stream of which the client has not got anything yet. */
export function shownFault({ kind, message, code }: AnswerFault, isAnthropic: boolean): ShownError {
  const status = statusForClient(statusOfFault[kind], isAnthropic);
  const type = typeFor(status);
  return { status, message, type, code: code ?? codeFor(status, { status, message, code: '' }) };
}

function codeFor(status: number, { code }: Reported): string {
  if (status === 404) return 'model_not_found';
  if (status === 429) return 'rate_limited';
  if (status === 413) return 'request_too_large';
  return code === '' ? 'upstream_error' : code;
}

function typeFor(status: number): string {
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'upstream_error';
}
