import { gzipSync } from 'node:zlib';
import type { Fault } from '../../emulator/server/fault.ts';

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

export const keyFaults: readonly KeyFault[] = [
  ...refusals,
  ...otherStatuses,
  ...disguised,
  ...wordless,
];
