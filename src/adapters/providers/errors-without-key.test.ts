import { randomBytes } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { UpstreamFailure, UpstreamHead, UpstreamSink } from '../../ports/provider.ts';
import { callWithQuietErrors } from './errors-without-key.ts';

const key = `sk-proj-${randomBytes(30).toString('base64url')}`;
const json = ['content-type', 'application/json'] as const;

interface Heard {
  head: UpstreamHead | undefined;
  body: string;
  end: 'end' | UpstreamFailure | undefined;
  aborted: number;
  /** Whatever of the key the filter still holds. */
  readonly sent: Buffer;
}

/** Lets a provider answer, and tells what the other side hears. */
function listen(answer: (sink: UpstreamSink) => void): Heard {
  const heard: Heard = {
    head: undefined,
    body: '',
    end: undefined,
    aborted: 0,
    sent: Buffer.from(key),
  };
  const listener: UpstreamSink = {
    head: (head) => {
      heard.head = head;
    },
    data: (chunk) => {
      heard.body += chunk.toString('utf8');
      return false;
    },
    end: () => {
      heard.end = 'end';
    },
    fail: (failure) => {
      heard.end = failure;
    },
  };
  let upstream: UpstreamSink | undefined;
  callWithQuietErrors(
    (sink) => {
      upstream = sink;
      return {
        resume: () => undefined,
        expectEnd: () => undefined,
        abort: () => {
          heard.aborted += 1;
        },
      };
    },
    listener,
    heard.sent,
  );
  heard.sent.fill(0);
  if (upstream !== undefined) answer(upstream);
  return heard;
}

function error(status: number, body: string, headers: UpstreamHead['headers'] = [json]): Heard {
  return listen((sink) => {
    sink.head({ status, headers: [...headers, ['content-length', String(body.length)]] });
    for (const chunk of body.match(/.{1,7}/gs) ?? []) sink.data(Buffer.from(chunk));
    sink.end();
  });
}

describe('an answer of a provider', () => {
  test.each([301, 400, 401, 403, 404, 429, 500, 503])(
    '%i: loses the key that it repeats',
    (status) => {
      const heard = error(status, `{"error":{"message":"You sent ${key}, é"}}`);
      expect(heard.head?.status).toBe(status);
      expect(JSON.parse(heard.body)).toEqual({ error: { message: 'You sent ***, é' } });
      expect(heard.head?.headers).toEqual([json]);
      expect(heard.end).toBe('end');
    },
  );

  test.each([
    ['base64', Buffer.from(`Bearer ${key}`).toString('base64')],
    ['hex', Buffer.from(key).toString('hex')],
    ['a part', key.slice(11, 30)],
  ])('loses it as %s', (_, echo) => {
    expect(error(400, `You sent ${echo}.`).body).toMatch(/^You sent .{0,10}\*\*\*.{0,4}\.$/);
  });

  test('loses it from its headers', () => {
    const heard = error(429, '{}', [json, ['retry-after', '2'], ['x-request-id', key]]);
    expect(heard.head?.headers).toEqual([
      json,
      ['retry-after', '2'],
      ['x-request-id', '***'],
      ['content-length', '2'],
    ]);
  });

  test('that repeats nothing is passed on byte for byte, whatever its bytes', () => {
    const body = '{"error":{"message":"Rate limit reached for gpt-4o-mini \u00e9\u4e2d"}}';
    const heard = error(429, body);
    expect(heard.body).toBe(body);
    expect(heard.head?.headers).toContainEqual(['content-length', String(body.length)]);
  });

  test('that is no error is passed on as it comes, with its backpressure', () => {
    const heard = listen((sink) => {
      sink.head({ status: 200, headers: [json] });
      expect(sink.data(Buffer.from('{"a":'))).toBe(false);
      sink.data(Buffer.from('1}'));
      sink.end();
    });
    expect(heard).toMatchObject({ head: { status: 200 }, body: '{"a":1}', end: 'end', aborted: 0 });
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('whose error is compressed is looked into all the same: %s', (encoding, pack) => {
    const packed = (text: string) =>
      listen((sink) => {
        sink.head({ status: 401, headers: [json, ['content-encoding', encoding]] });
        sink.data(pack(text));
        sink.end();
      });
    const repeated = packed(`{"message":"wrong key: ${key}"}`);
    expect(repeated.body).toBe('{"message":"wrong key: ***"}');
    expect(repeated.head?.headers).toEqual([json]);
    const harmless = packed('{"message":"no such model"}');
    expect(harmless.head?.headers).toContainEqual(['content-encoding', encoding]);
  });

  test('is given up when its error is damaged or has no end: nobody can look into it', () => {
    const encoded = error(400, 'x', [json, ['content-encoding', 'gzip']]);
    expect(encoded).toMatchObject({ body: '', end: 'broken', aborted: 1, head: { headers: [] } });
    const endless = error(500, '-'.repeat(1024 * 1024 + 1));
    expect(endless).toMatchObject({ head: { status: 500 }, body: '', end: 'broken', aborted: 1 });
  });

  test.each(['timeout', 'broken', 'aborted'] as const)(
    'that fails within an error: %s',
    (failure) => {
      const heard = listen((sink) => {
        sink.head({ status: 401, headers: [json] });
        sink.data(Buffer.from(key));
        sink.fail(failure, 'because');
        sink.fail('broken', 'twice');
      });
      expect(heard).toMatchObject({ head: { status: 401 }, body: '', end: failure });
    },
  );

  test('that never began fails as it does', () => {
    const heard = listen((sink) => sink.fail('unreachable', 'nobody there'));
    expect(heard).toMatchObject({ head: undefined, end: 'unreachable' });
  });
});
