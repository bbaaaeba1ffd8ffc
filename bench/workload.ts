import type { Target } from './target.ts';

export type Workload = { title: string; bodyBytes: number; stream: boolean };

export const workloads: readonly Workload[] = [
  { title: '0.5 KB unary', bodyBytes: 512, stream: false },
  { title: '20 KB unary', bodyBytes: 20_480, stream: false },
  { title: '0.5 KB SSE', bodyBytes: 512, stream: true },
  { title: '20 KB SSE', bodyBytes: 20_480, stream: true },
];

const PROSE = 'The quarterly report of the branch lists its open items, owners and dates. ';

/** The whole request as bytes, built once: the load generator only writes it. */
export function requestFor(target: Target, workload: Workload): Buffer {
  const body = chatBody(workload);
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    `host: ${new URL(target.origin).host}`,
    `authorization: Bearer ${target.token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

// `stream` comes first, where the mock looks for it.
function chatBody({ bodyBytes, stream }: Workload): string {
  const shape = (content: string) =>
    JSON.stringify({
      ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
      model: 'gpt-4o-mini',
      messages: [
        { role: 'system', content: 'Answer briefly.' },
        { role: 'user', content },
      ],
    });
  const length = bodyBytes - shape('').length;
  return shape(PROSE.repeat(Math.ceil(length / PROSE.length)).slice(0, length));
}
