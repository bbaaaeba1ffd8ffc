import { isOrdinaryWord } from '../../domain/protocol/segments/ordinary-word.ts';
import type { Segment } from '../../domain/protocol/segments/segment.ts';
import type { GatewayRequest } from '../gateway-request.ts';
import { upstreamHeaders } from '../reply/request-headers.ts';
import type { Prompt } from './prompt.ts';

type Around = Pick<GatewayRequest, 'endpoint' | 'query' | 'headers' | 'params'>;

/** Under which the segments of headers go; no member of a body has such a path, which a query alone begins with. */
export const headerStep = '?header';

/** What the provider gets to see besides the body: the query, the model in a path, and headers. */
export function textsAround(request: Around, { modelRequested }: Prompt): readonly Segment[] {
  const texts: readonly (readonly [path: readonly string[], text: string])[] = [
    [['?'], queryText(request.query)],
    [['?model'], request.endpoint.shape === 'bedrock' ? remarkable(modelRequested) : ''],
    ...Object.entries(upstreamHeaders(request, request.endpoint.wire)).map(
      ([name, value]) => [[headerStep, name], remarkable(headerText(name, value))] as const,
    ),
  ];
  return texts
    .filter(([, text]) => text !== '')
    .map(([path, text]) => ({ path, text, role: 'user', use: 'fixed' }));
}

function queryText(query: string): string {
  return [...new URLSearchParams(query)].map(([name, value]) => `${name}: ${value}`).join('\n');
}

function remarkable(text: string): string {
  return isOrdinaryWord(text) ? '' : text;
}

// Versions of programs look like addresses of machines.
const version = /\/v?\d{1,3}(?:\.\d{1,4}){1,3}(?![\w.])/g;

// Providers name versions of an API, and what is opted into, by the day it came out.
const release = /\b20[2-9]\d-\d{2}-\d{2}\b/g;
const namesReleases: ReadonlySet<string> = new Set([
  'anthropic-version',
  'anthropic-beta',
  'openai-beta',
]);

function headerText(name: string, value: string): string {
  // They have been read as what they are.
  if (name === 'content-type' || name === 'accept-encoding') return '';
  if (namesReleases.has(name)) return value.replace(release, '');
  return name === 'user-agent' ? value.replace(version, '') : value;
}
