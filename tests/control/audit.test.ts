import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hexOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
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

  test('200: filters by class and by type', async () => {
    const auth = await list('?class=auth');
    expect(new Set(auth.entries.map((entry) => entry.class))).toEqual(new Set(['auth']));
    const tokens = await list('?type=token.created');
    expect(tokens.entries).toHaveLength(9);
  });

  test.each(['?type=nothing', '?class=x', '?limit=0', '?limit=201', '?before=-1', '?before=1.5'])(
    '422: %s is refused',
    async (query) => {
      const reply = await admin.get(`/api/audit/entries${query}`);
      expect(reply.statusCode).toBe(422);
      expect(reply.json().code).toBe('invalid_input');
    },
  );

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
