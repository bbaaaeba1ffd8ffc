import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hexOf, textOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import { decodeEntryBundle } from '../../src/domain/audit/tile.ts';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
} from './control-site.ts';

interface Entry {
  index: number;
  id: string;
  type: string;
  class: string;
  leaf: string;
  leaf_hash: string;
}

describe('the audit log', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    site = await openControlSite();
    admin = await setUpSite(site);
    for (let at = 0; at < 9; at++) await admin.post('/api/tokens', { name: `token ${at}` });
    // The first look of a minute is an entry itself; those that follow are one at its end.
    await admin.get('/api/audit/entries');
  });

  afterAll(() => site.close());

  const list = async (query = ''): Promise<{ entries: Entry[]; next_before: number | null }> => {
    const reply = await admin.get(`/api/audit/entries${query}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json();
  };

  test('200: lists every entry, newest first, each as it was hashed', async () => {
    const { entries, next_before } = await list('?limit=200');
    expect(next_before).toBeNull();
    expect(entries.map(({ index }) => index)).toEqual(
      entries.map((_, at) => entries.length - 1 - at),
    );
    expect(entries.map(({ type }) => type)).toContain('tenant.created');
    for (const entry of entries) {
      const hash = Buffer.from(leafHash(utf8(entry.leaf)));
      expect(hash.toString('base64')).toBe(entry.leaf_hash);
      expect(hexOf(hash)).toHaveLength(64);
      expect(entry.leaf).toContain(entry.id);
    }
  });

  test('200: pages by keyset without gaps or repeats', async () => {
    const all = (await list('?limit=200')).entries.map(({ index }) => index);
    const paged: number[] = [];
    let before: number | null = null;
    do {
      const page = await list(`?limit=4${before === null ? '' : `&before=${before}`}`);
      expect(page.entries.length).toBeLessThanOrEqual(4);
      paged.push(...page.entries.map(({ index }) => index));
      before = page.next_before;
    } while (before !== null);
    expect(paged).toEqual(all);
  });

  test('200: pages towards newer entries as towards older ones', async () => {
    const all = (await list('?limit=200')).entries.map(({ index }) => index);
    const paged: number[] = [];
    let after: number | null = -1;
    const page = async (above: number) =>
      (await admin.get(`/api/audit/entries?limit=4&after=${above}`)).json();
    // The index below the oldest entry cannot be named, and need not be: the oldest is known by now.
    after = all.at(-1) ?? 0;
    paged.push(after);
    while (after !== null) {
      const { entries, next_after } = await page(after);
      paged.unshift(...entries.map(({ index }: Entry) => index));
      after = next_after;
    }
    expect(paged).toEqual(all);
    const middle = await admin.get('/api/audit/entries?limit=2&before=5');
    expect(middle.json()).toMatchObject({ next_before: 3, next_after: 4, complete: true });
  });

  test('200: finds entries by who, by what, by request and by time', async () => {
    const [token] = (await list('?type=token.created&limit=1')).entries;
    const body = JSON.parse(token?.leaf.split('\n')[6] ?? '{}');
    const found = async (query: string) => (await list(`?${query}`)).entries.map(({ id }) => id);
    expect(await found(`subject=${body.token.id}`)).toEqual([token?.id]);
    expect(await found(`request_id=${body.request_id}`)).toContain(token?.id);
    expect(await found(`actor=${body.actor.id}&type=token.created`)).toHaveLength(9);
    expect(await found('decision=blocked')).toEqual([]);
    expect(await found('class=ai&type=token.created')).toEqual([]);
    const at = token?.leaf.split('\n')[4] ?? '';
    expect(await found(`from=${at}`)).toContain(token?.id);
    expect(await found(`from=${at}&to=2001-01-01T00:00:00Z`)).toEqual([]);
    expect(await found('to=2001-01-01T07:00:00%2B07:00')).toEqual([]);
    expect(await found('generation=2')).toEqual([]);
  });

  test('200: filters by class and by type', async () => {
    const auth = await list('?class=auth');
    expect(new Set(auth.entries.map((entry) => entry.class))).toEqual(new Set(['auth']));
    const tokens = await list('?type=token.created');
    expect(tokens.entries).toHaveLength(9);
  });

  test.each([
    '?type=nothing',
    '?class=x',
    '?limit=0',
    '?limit=201',
    '?before=-1',
    '?before=1.5',
    '?before=5&after=2',
    '?from=yesterday',
    '?decision=maybe',
    '?generation=0',
  ])('422: %s is refused', async (query) => {
    const reply = await admin.get(`/api/audit/entries${query}`);
    expect(reply.statusCode).toBe(422);
    expect(reply.json().code).toBe('invalid_input');
  });

  test('200: reads one entry by its id', async () => {
    const [newest] = (await list('?limit=1')).entries;
    expect((await admin.get(`/api/audit/entries/${newest?.id}`)).json()).toEqual(newest);
  });

  test('404: another organisation’s entry does not exist', async () => {
    const [newest] = (await list('?limit=1')).entries;
    const stranger = await anotherTenant(site, 'budi@other.example');
    for (const id of [newest?.id, `aud_${'0'.repeat(32)}`, 'x']) {
      const reply = await stranger.get(`/api/audit/entries/${id}`);
      expect(reply.statusCode).toBe(404);
      expect(reply.json().code).toBe('not_found');
    }
    const theirs = (await stranger.get('/api/audit/entries')).json().entries;
    expect(theirs.map(({ id }: Entry) => id)).not.toContain(newest?.id);
  });

  test('200: the head names the log, its key, its size and a signed checkpoint', async () => {
    const { entries } = await list('?limit=1');
    const head = (await admin.get('/api/audit/head')).json();
    expect(head.size).toBe((entries[0]?.index ?? 0) + 1);
    expect(head.checkpoint.split('\n').slice(0, 2)).toEqual([head.origin, String(head.size)]);
    expect(head.vkey).toContain(head.origin);
    expect(Date.parse(head.last_entry_at)).toBeLessThanOrEqual(Date.now());
  });

  test('200: the status says nothing that no check has found out', async () => {
    const reply = await admin.get('/api/audit/status');
    expect(reply.statusCode, reply.body).toBe(200);
    const status = reply.json();
    expect(status).toMatchObject({ generation: 1, state: 'active', frozen: null, open_intents: 0 });
    expect(status).toMatchObject({ witnesses: [], witnessed: null, anchors: [], sinks: [] });
    expect(status.verdict === 'verified').toBe(status.verified !== null);
    await site.database.asSuperuser(
      `INSERT INTO audit_witness (tenant_id, generation, name, size, cosigned_at, attempted_at, failing_since)
       SELECT tenant_id, generation, 'w.example+0a', 3, '2026-11-01T00:00:00Z', now(), '2026-11-02T00:00:00Z' FROM audit_head`,
    );
    expect((await admin.get('/api/audit/status')).json().witnesses).toEqual([
      {
        name: 'w.example+0a',
        to: 3,
        at: '2026-11-01T00:00:00.000Z',
        failing_since: '2026-11-02T00:00:00.000Z',
      },
    ]);
  });

  describe('as tiles', () => {
    const files = async (browser = admin): Promise<string> => {
      const { origin } = (await browser.get('/api/audit/head')).json();
      return `/api/audit/logs/${origin.split('/').at(-1)}`;
    };

    test('200: serves the checkpoint and the policy of the moment', async () => {
      const base = await files();
      const head = (await admin.get('/api/audit/head')).json();
      const checkpoint = await admin.get(`${base}/checkpoint`);
      expect(checkpoint.body).toBe(head.checkpoint);
      expect(checkpoint.headers['cache-control']).toBe('no-store');
      expect((await admin.get(`${base}/policy`)).body).toBe(`log ${head.vkey}\nquorum none\n`);
    });

    test('200: serves entries and their hashes, also of an earlier size', async () => {
      const base = await files();
      const { entries } = await list('?limit=200');
      for (const width of [1, 3, entries.length]) {
        const first = entries.toReversed().slice(0, width);
        const hashes = await admin.get(`${base}/tile/0/000.p/${width}`);
        expect(hashes.rawPayload.toString('base64')).toBe(
          Buffer.concat(first.map((one) => Buffer.from(one.leaf_hash, 'base64'))).toString(
            'base64',
          ),
        );
        const bundle = await admin.get(`${base}/tile/entries/000.p/${width}`);
        expect(decodeEntryBundle(bundle.rawPayload).map(textOf)).toEqual(
          first.map(({ leaf }) => leaf),
        );
        expect(bundle.headers['content-type']).toBe('application/octet-stream');
      }
    });

    test.each([
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
      'tile/entries/000.p/0',
      'key',
      'tile/entries/000',
    ])('404: there is no %s yet', async (file) => {
      expect((await admin.get(`${await files()}/${file}`)).statusCode).toBe(404);
    });

    test('404: another organisation’s log does not exist', async () => {
      const stranger = await anotherTenant(site, 'wati@third.example');
      for (const file of ['checkpoint', 'policy', 'tile/0/000.p/1', 'tile/entries/000.p/1']) {
        expect((await stranger.get(`${await files()}/${file}`)).json().code).toBe('not_found');
        expect((await stranger.get(`${await files(stranger)}/${file}`)).statusCode).toBe(200);
      }
    });
  });

  test('200: the export is a tar that holds the entry about itself', async () => {
    const before = (await admin.get('/api/audit/head')).json().size;
    const reply = await admin.get('/api/audit/export');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe('application/x-tar');
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="monago-audit-${before + 1}.tar"`,
    );
    expect(reply.rawPayload.length % 512).toBe(0);
    const [exported] = await entriesOf(site, 'audit.exported');
    expect(exported).toMatchObject({ size: before, actor: { type: 'user' } });
    expect(reply.rawPayload.includes(String(exported?.['id']))).toBe(true);
  });
});
