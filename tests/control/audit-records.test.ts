import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordFormats } from '../../src/domain/audit/export/record-format.ts';
import type { StoredLeaves } from '../../src/ports/audit-query.ts';
import type { Browser } from './browser.ts';
import { type ControlSite, entriesOf, openControlSite, setUpSite } from './control-site.ts';

let site: ControlSite;
let admin: Browser;
/** Set by the test whose log never ends. */
let endless: Endless | undefined;

beforeAll(async () => {
  site = await openControlSite({
    ports: (ports) => ({
      ...ports,
      auditReader: new Proxy(ports.auditReader, {
        get: (reader, name) => {
          const own: unknown = Reflect.get(reader, name, reader);
          if (typeof own !== 'function') return own;
          return name === 'leaves' && endless !== undefined
            ? async (...asked: Parameters<typeof reader.leaves>) =>
                endless?.of(await reader.leaves(...asked))
            : own.bind(reader);
        },
      }),
    }),
  });
  admin = await setUpSite(site);
  // More than are read at a time.
  for (let at = 0; at < 210; at++) {
    await admin.post('/api/tokens', { name: `token ${at}` });
  }
});
afterAll(() => site.close());

const indexesOf = (body: string): number[] =>
  body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).index);

const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, at) => first + at);

const sizeNow = async (): Promise<number> => (await admin.get('/api/audit/head')).json().size;

describe('records', () => {
  test.each(recordFormats)('200: as %s, every entry is one line', async (format) => {
    const size = await sizeNow();
    const reply = await admin.get(`/api/audit/records?format=${format}`);
    expect(reply.statusCode, reply.body).toBe(200);
    const isText = format === 'syslog' || format === 'cef';
    expect(reply.headers['content-type']).toBe(
      isText ? 'text/plain; charset=utf-8' : 'application/x-ndjson',
    );
    expect(reply.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="monago-audit-${size}\\.${format}\\.(log|ndjson)"$`),
    );
    const lines = reply.body.trimEnd().split('\n');
    expect(lines).toHaveLength(size);
    if (!isText) for (const line of lines) expect(JSON.parse(line)).toBeTypeOf('object');
    const exports = await entriesOf(site, 'audit.exported');
    expect(exports.at(-1)).toMatchObject({ size, format, actor: { type: 'user' } });
    expect(await sizeNow()).toBe(size + 1);
  });

  test('200: lines name the entries that the list shows, oldest first and without a gap', async () => {
    const reply = await admin.get('/api/audit/records');
    const lines = reply.body.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(200);
    expect(indexesOf(reply.body)).toEqual(range(0, lines.length));
    const { entries } = (await admin.get('/api/audit/entries?limit=200&before=150')).json();
    for (const { index, leaf, leaf_hash } of entries) {
      const { body, ...record } = JSON.parse(lines[index] ?? '');
      expect(record).toMatchObject({ leaf_hash, index });
      expect(lines[index]).toContain(leaf.trimEnd().split('\n').at(-1));
      expect(body).toBeTypeOf('object');
    }
  });

  test('200: those of a time only', async () => {
    const { entries } = (await admin.get('/api/audit/entries?limit=1&before=121')).json();
    const ms = Date.parse(entries[0].time);
    const [from, to] = [ms, ms + 1].map((at) => new Date(at).toISOString());
    const before = indexesOf((await admin.get(`/api/audit/records?to=${from}`)).body);
    const within = indexesOf((await admin.get(`/api/audit/records?from=${from}&to=${to}`)).body);
    expect(within).toContain(120);
    expect([...before, ...within]).toEqual(range(0, before.length + within.length));
    const none = await admin.get('/api/audit/records?to=2001-01-01T00:00:00Z');
    expect({ status: none.statusCode, body: none.body }).toEqual({ status: 200, body: '' });
  });

  test('422 and 404: what there is not is neither given nor recorded', async () => {
    const size = await sizeNow();
    for (const query of ['format=xml', 'from=yesterday', 'generation=0']) {
      const reply = await admin.get(`/api/audit/records?${query}`);
      expect(reply.json().code).toBe('invalid_input');
    }
    expect((await admin.get('/api/audit/records?generation=2')).json().code).toBe('not_found');
    expect(await sizeNow()).toBe(size);
  });
});

/** A log that goes on for ever, to see who stops reading it. */
class Endless {
  pages = 0;
  #stop: () => void = () => undefined;
  readonly stopped = new Promise<void>((resolve) => {
    this.#stop = resolve;
  });

  of({ size, pages }: StoredLeaves): StoredLeaves {
    return { size, pages: this.#again(pages) };
  }

  async *#again(pages: StoredLeaves['pages']): AsyncGenerator<readonly Uint8Array[]> {
    try {
      const kept: (readonly Uint8Array[])[] = [];
      for await (const page of pages) kept.push(page);
      for (;;) {
        for (const page of kept) {
          this.pages += 1;
          yield page;
        }
      }
    } finally {
      this.#stop();
    }
  }
}

describe('a client of a log without end', () => {
  async function asked(): Promise<IncomingMessage> {
    if (site.fastify.server.address() === null) {
      await site.fastify.listen({ host: '127.0.0.1', port: 0 });
    }
    const { port } = site.fastify.server.address() as AddressInfo;
    const headers = admin.headers();
    const path = '/api/audit/records?format=ocsf';
    const [reply] = await once(get({ host: '127.0.0.1', port, path, headers }), 'response');
    return reply;
  }

  test('is sent as much as it reads, and no more is read from the log', async () => {
    const log = new Endless();
    endless = log;
    const reply = await asked();
    expect(reply.statusCode).toBe(200);
    // Once the buffers on the way are full, nothing is read any more, however long nobody reads.
    let [before, now] = [-1, 0];
    await expect
      .poll(
        () => {
          [before, now] = [now, log.pages];
          return now > 0 && before === now;
        },
        { interval: 200, timeout: 10_000 },
      )
      .toBe(true);
    reply.destroy();
    await log.stopped;
    expect(log.pages).toBeLessThan(now + 5);
    endless = undefined;
  });
});
