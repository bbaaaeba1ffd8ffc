import { existsSync, readFileSync } from 'node:fs';
import type { Replay } from '../server/fault.ts';
import { type Fields, isFields, isStringArray } from '../server/json.ts';

/** One recorded call to the real provider and what it answered, both byte for byte. */
export type RecordedExchange = {
  /** Unique, e.g. `envoy-ai-gateway:4 chat-basic`. */
  title: string;
  /** Path below the origin, e.g. `/v1/chat/completions`. */
  path: string;
  features: readonly string[];
  request: { method: string; contentType: string; body: Buffer };
  /** For `script({replay})`. */
  response: Replay & { body: Buffer };
};

const file = new URL('../../../shared/fixtures/envoy-ai-gateway/exchanges.jsonl', import.meta.url);

/** Empty where the recordings are not beside the repository: tests that need them say that they were skipped. */
export function readRecordedExchanges(): RecordedExchange[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => toExchange(asFields(JSON.parse(line))));
}

function toExchange(record: Fields): RecordedExchange {
  const request = asFields(record['request']);
  const response = asFields(record['response']);
  const origin = String(record['origin']).replace(/^.*\/|\.\w+$/g, '');
  const features = record['features'];
  return {
    title: `${String(record['id'])} ${origin}`,
    path: new URL(String(request['url'])).pathname,
    features: isStringArray(features) ? features : [],
    request: {
      method: String(request['method']),
      contentType: String(asFields(request['headers'])['content-type']),
      body: bodyOf(request),
    },
    response: {
      status: Number(response['status']),
      headers: headersOf(response),
      body: bodyOf(response),
    },
  };
}

function bodyOf(side: Fields): Buffer {
  const encoded = side['bodyBase64'];
  if (typeof encoded === 'string') return Buffer.from(encoded, 'base64');
  return Buffer.from(String(side['body'] ?? ''));
}

function headersOf(side: Fields): Record<string, string | string[]> {
  const entries = Object.entries(asFields(side['headers'])).map(([name, values]) => {
    const list = isStringArray(values) ? values : [String(values)];
    return [name, list.length === 1 ? (list[0] ?? '') : list] as const;
  });
  return Object.fromEntries(entries);
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}
