import { gzipSync } from 'node:zlib';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import type { Fault } from '../../emulator/server/fault.ts';
import type { KeyKind } from './key-kinds.ts';

/** What a provider, or something on the way to it, can do with a key that it was sent. */
export interface KeyFault {
  readonly name: string;
  /** @param key what was sent of it, in the order in which it was sent */
  fault(key: string): Fault<never>;
}

const json = { 'content-type': 'application/json' };

/** The words of a provider about a key, around each form in which it may repeat it. */
const repetitions: Readonly<Record<string, (key: string) => string>> = {
  raw: (key) => key,
  'in capitals': (key) => key.toUpperCase(),
  masked: (key) => `${key.slice(0, 8)}********${key.slice(-4)}`,
  'lightly masked': (key) => `${key.slice(0, -8)}****${key.slice(-4)}`,
  base64: (key) => Buffer.from(key).toString('base64'),
  'base64 of a header': (key) => Buffer.from(`Bearer ${key}`).toString('base64url'),
  hex: (key) => Buffer.from(key).toString('hex'),
  percent: (key) => `key=${encodeURIComponent(key)}`,
  'in pieces': (key) => key.match(/.{1,9}/g)?.join(' ') ?? '',
};

const refusals: readonly KeyFault[] = Object.entries(repetitions).map(([form, write]) => ({
  name: `401, the key ${form}`,
  fault: (key) => refusal(401, `Incorrect API key provided: ${write(key)}. Try again.`),
}));

function refusal(status: number, message: string): Fault<never> {
  const error = { message, type: 'authentication_error', code: 'invalid_api_key' };
  // Each provider has a shape of its own for errors; one body that has all of them is read by all.
  const body = JSON.stringify({ type: 'error', error, message, Message: message });
  return { replay: { status, headers: json, body } };
}

const otherStatuses: readonly KeyFault[] = [400, 402, 403, 404, 429, 500, 503].map((status) => ({
  name: `${status} that repeats the key`,
  fault: (key) => refusal(status, `Something about ${key} is wrong.`),
}));

const disguised: readonly KeyFault[] = [
  {
    name: '401 in XML',
    fault: (key) => ({
      replay: {
        status: 403,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>You sent ${key}</Message></Error></ErrorResponse>`,
      },
    }),
  },
  {
    name: 'a page in HTML that shows the request',
    fault: (key) => ({
      replay: {
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: `<html><body><h1>Bad gateway</h1><pre>authorization: Bearer ${key}</pre></body></html>`,
      },
    }),
  },
  {
    name: '401 with the key in headers',
    fault: (key) => ({
      replay: {
        status: 401,
        headers: {
          ...json,
          'www-authenticate': `Bearer realm="${key}"`,
          'x-request-id': key,
          'retry-after': key,
          'openai-organization': key,
          'set-cookie': `key=${key}`,
        },
        body: '{"error":{"message":"no"}}',
      },
    }),
  },
  {
    name: '401, packed although nobody asked',
    fault: (key) => ({
      replay: {
        status: 401,
        headers: { ...json, 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ error: { message: `You sent ${key}` } })),
      },
    }),
  },
  {
    name: 'a redirect that takes the key along',
    fault: (key) => ({
      replay: {
        status: 302,
        headers: { location: `https://elsewhere.example/?key=${encodeURIComponent(key)}` },
        body: key,
      },
    }),
  },
  {
    name: 'JSON that is none',
    fault: (key) => ({
      replay: { status: 401, headers: json, body: `{"error": {"message": "${key}` },
    }),
  },
];

const wordless: readonly KeyFault[] = [
  { name: 'bad JSON', fault: () => ({ garbage: 'text' }) },
  { name: 'HTML from a proxy', fault: () => ({ garbage: 'html-502' }) },
  { name: 'no answer', fault: () => ({ hang: 'before-headers' }) },
  { name: 'an answer that stops', fault: () => ({ hang: 'mid-stream' }) },
  { name: 'a reset before the answer', fault: () => ({ reset: 'before-headers' }) },
  { name: 'a reset within the answer', fault: () => ({ reset: 'mid-stream' }) },
  { name: 'an answer cut short', fault: () => ({ truncate: 'inside-event' }) },
];

/** The rows of AWS's own: an exception is named in a header, and a refused signature repeats what should have been signed. */
const awsExceptions: readonly KeyFault[] = [
  ['InvalidSignatureException', 403],
  ['UnrecognizedClientException', 403],
  ['AccessDeniedException', 403],
  ['ValidationException', 400],
  ['ThrottlingException', 429],
  ['ModelErrorException', 424],
].map(([name, status]) => ({
  name: `${name} that repeats the key`,
  fault: (key) => ({
    replay: {
      status: Number(status),
      headers: { ...json, 'x-amzn-errortype': `${name}:${key}`, 'x-amzn-requestid': key },
      body: JSON.stringify({ message: `Signed was: ${key}`, __type: `${name}#${key}` }),
    },
  }),
}));

/** What can be done to an answer that succeeds: only what stands in its headers, for its body is the caller's. */
const answered: readonly KeyFault[] = [
  'application/json',
  'text/event-stream',
  eventStreamType,
].map((type) => ({
  name: `200 with the key in headers, ${type}`,
  fault: (key) => ({
    replay: {
      status: 200,
      headers: {
        'content-type': type,
        'openai-organization': key,
        'anthropic-organization-id': key,
        'set-cookie': `key=${key}`,
        'www-authenticate': key,
        authorization: key,
        'x-api-key': key,
        'x-amz-security-token': key,
        location: key,
      },
      body: '',
    },
  }),
}));

/** Faults of an answer that only one who asks a model meets. */
const ofRequests: readonly KeyFault[] = [
  ...answered,
  { name: 'an error in the stream', fault: () => ({ errorEvent: true }) },
  { name: 'a packed answer', fault: () => ({ gzip: true }) },
  { name: 'an answer in small pieces', fault: () => ({ split: { seed: 1, sizeMax: 7 } }) },
];

/** What may happen to a request at that provider. */
export function faultsOf(provider: KeyKind['provider']): readonly KeyFault[] {
  return [...keyFaults, ...ofRequests, ...(provider === 'bedrock' ? awsExceptions : [])];
}

export const keyFaults: readonly KeyFault[] = [
  ...refusals,
  ...otherStatuses,
  ...disguised,
  ...wordless,
];
