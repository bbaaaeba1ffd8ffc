import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvidenceSettingsError } from '../../src/adapters/evidence/anchor-settings.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { createGitAnchor } from '../../src/adapters/evidence/git-anchor.ts';
import { timestampVerifier } from '../../src/adapters/evidence/timestamp.ts';
import { type Anchors, openAnchors } from '../../src/compose/audit-anchors.ts';
import { OwnEndpoints } from '../../src/compose/own-endpoints.ts';
import { readConfig } from '../../src/config.ts';
import { policyOf } from '../../src/domain/audit/policy.ts';
import { parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyBundle } from '../../src/domain/audit/verify.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { hasOpenssl, makeAuthority, serveAuthority } from '../support/openssl-tsa.ts';
import { startS3Server } from '../support/s3-server.ts';
import { exportLog, verifyAgainst } from './audit-evidence.ts';
import { type AuditNode, signIn } from './audit-node.ts';
import { type AuditSite, openAuditSite } from './audit-site.ts';
import { checkpointStored, publisherOf } from './audit-witness-site.ts';
import { httpReceiver } from './sink-receivers.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
let site: AuditSite;
let node: AuditNode;
let tenantId: TenantId;
let origin: string;
let vkey: string;
let anchors: Anchors | undefined;

beforeEach(async () => {
  site = await openAuditSite();
  node = await site.node();
  tenantId = await site.tenant(node);
  ({ origin, vkey } = await node.auditReader.head(tenantId));
});
afterEach(async () => {
  await anchors?.close();
  anchors = undefined;
  await site.close();
});

/** As the operator's file would have it. */
function open(...written: object[]): Anchors {
  const file = join(site.directory, 'anchors.yaml');
  writeFileSync(file, JSON.stringify({ anchors: written }));
  const read = readConfig({});
  if (!read.ok) throw new Error(read.problems.join());
  anchors = openAnchors(file, new OwnEndpoints(read.config));
  return anchors;
}

function secretFile(text: string): string {
  const file = join(site.directory, 'secret');
  writeFileSync(file, `${text}\n`);
  return file;
}

async function append(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => node.auditLog.append(signIn(tenantId))));
  await checkpointStored(site);
}

async function publish(list = anchors?.list ?? []): Promise<void> {
  const publisher = publisherOf(node, { anchors: list });
  await publisher.round();
  await publisher.close();
}

function events(): string[] {
  return node.events
    .filter(({ event }) => event.startsWith('audit_anchor'))
    .map(({ event }) => event);
}

async function anchored(): Promise<
  { size: number; kind: string; ref: string; receipt: Buffer | null }[]
> {
  return site.fresh.asSuperuser('SELECT size, kind, ref, receipt FROM audit_anchor ORDER BY size');
}

async function noteOf(size: number): Promise<Buffer> {
  const { files } = await exportLog(node.auditReader, tenantId);
  return Buffer.from(files.get(`checkpoints/${size}`) ?? '');
}

/** What the log itself says of it. */
async function entriesOf(type: string): Promise<string[]> {
  const rows = await site.fresh.asSuperuser<{ leaf: Buffer }>(
    `SELECT leaf FROM audit_entry WHERE type = '${type}' ORDER BY idx`,
  );
  return rows.map(({ leaf }) => leaf.toString('utf8'));
}

describe('a folder', () => {
  test('is given each checkpoint once, and the log says so', async () => {
    const folder = join(site.directory, 'worm');
    open({ kind: 'file', name: 'worm', folder });
    await append(10);
    await publish();
    const path = join(folder, origin, '10');
    expect(readFileSync(path)).toEqual(await noteOf(10));
    expect(statSync(path).mode & 0o222).toBe(0);
    const [entry = ''] = await entriesOf('log.checkpoint_anchored');
    expect(entry).toContain(`"kind":"file"`);
    expect(entry).toContain(`"size":10`);
    expect(await anchored()).toMatchObject([{ size: 10, kind: 'file', ref: path }]);
    const bundle = await exportLog(node.auditReader, tenantId);
    expect((await verifyAgainst(vkey, bundle)).verdict).toBe('verified');
  });

  test('waits for its time, although the log grew', async () => {
    open({ kind: 'file', name: 'worm', folder: join(site.directory, 'worm') });
    await append(10);
    await publish();
    await append(5);
    await publish();
    expect(await anchored()).toHaveLength(1);
    await site.fresh.asSuperuser(`UPDATE audit_anchor_state SET next_at = now()`);
    await publish();
    expect(await anchored()).toHaveLength(2);
  });

  test('is due after the end of the day, however seldom it is', async () => {
    open({ kind: 'file', name: 'worm', folder: join(site.directory, 'worm'), every: '9d' });
    await append(10);
    await publish();
    const [row] = await site.fresh.asSuperuser<{ anchored_at: Date; next_at: Date }>(
      'SELECT anchored_at, next_at FROM audit_anchor_state',
    );
    const dayMs = 86_400_000;
    const midnight = (Math.floor((row?.anchored_at.getTime() ?? 0) / dayMs) + 1) * dayMs;
    expect(row?.next_at.getTime()).toBe(midnight);
  });

  test('that holds another checkpoint of the size is an alarm, and nothing is overwritten', async () => {
    const folder = join(site.directory, 'worm');
    open({ kind: 'file', name: 'worm', folder });
    await append(10);
    mkdirSync(join(folder, origin), { recursive: true });
    writeFileSync(join(folder, origin, '10'), 'another');
    await publish();
    await publish();
    expect(events()).toEqual(['audit_anchor_failed']);
    expect(readFileSync(join(folder, origin, '10'), 'utf8')).toBe('another');
    expect(await entriesOf('log.checkpoint_anchored')).toEqual([]);
  });

  test('that fails is tried again later, and its success is told', async () => {
    const folder = join(site.directory, 'worm');
    open({ kind: 'file', name: 'worm', folder });
    writeFileSync(folder, 'not a folder');
    await append(10);
    await publish();
    const select = 'SELECT failures, problem, next_at > now() AS later FROM audit_anchor_state';
    const [state] = await site.fresh.asSuperuser<{
      failures: number;
      problem: string;
      later: boolean;
    }>(select);
    expect(state).toMatchObject({ failures: 1, later: true });
    expect(state?.problem).toContain('ENOTDIR');
    rmSync(folder);
    await site.fresh.asSuperuser(`UPDATE audit_anchor_state SET next_at = now()`);
    await publish();
    expect(events()).toEqual(['audit_anchor_failed', 'audit_anchor_recovered']);
    expect(await site.fresh.asSuperuser(select)).toMatchObject([{ failures: 0, problem: null }]);
  });
});

describe('a bucket with Object Lock', () => {
  const account = {
    accessKeyId: 'AKEXAMPLE',
    secretAccessKey: 'example/secret+key',
    region: 'eu-test-1',
  };
  const settings = (url: string) => ({
    kind: 's3',
    name: 'bucket',
    endpoint: url,
    bucket: 'anchors',
    prefix: 'monago/',
    region: account.region,
    access_key_id: account.accessKeyId,
    secret_access_key_file: secretFile(account.secretAccessKey),
    retain: '3650d',
  });

  test('keeps the checkpoint for ten years', async () => {
    const s3 = await startS3Server(account);
    open(settings(s3.url));
    await append(10);
    await publish();
    const key = `/anchors/monago/${origin}/0000000000000010`;
    const [version] = s3.objects.get(key) ?? [];
    expect(version?.bytes).toEqual(await noteOf(10));
    const years = (Date.parse(version?.retainUntil ?? '') - Date.now()) / (365 * 86_400_000);
    expect(years).toBeGreaterThan(9.99);
    expect(await anchored()).toMatchObject([{ kind: 's3', ref: s3.url + key }]);
    await s3.close();
  });

  test('that ignores the lock does not count', async () => {
    const s3 = await startS3Server(account);
    s3.locks = false;
    open(settings(s3.url));
    await append(10);
    await publish();
    expect(events()).toEqual(['audit_anchor_failed']);
    expect(await anchored()).toEqual([]);
    await s3.close();
  });
});

describe.skipIf(!hasOpenssl)(
  `a time stamping authority${hasOpenssl ? '' : ' (skipped: there is no openssl on this machine)'}`,
  () => {
    test('stamps the checkpoint, and the stamp is in the bundle', async () => {
      const authority = makeAuthority();
      const server = await serveAuthority(authority);
      const file = join(site.directory, 'authorities.pem');
      writeFileSync(file, authority.ca);
      open({ kind: 'rfc3161', name: 'tsa', url: server.url, authorities_file: file });
      await append(10);
      await publish();
      expect(events()).toEqual([]);
      expect(await anchored()).toMatchObject([{ size: 10, kind: 'rfc3161', ref: server.url }]);
      const bundle = await exportLog(node.auditReader, tenantId);
      const stamp = Buffer.from(bundle.files.get('anchors/10.tsr') ?? '');
      const verifyTimestamp = timestampVerifier(authority.ca);
      expect(await verifyTimestamp(stamp, await noteOf(10))).toMatchObject({ kind: 'valid' });
      const trust = {
        policy: policyOf(parseVkey(vkey)),
        isPinned: true,
        verifySignature: ed25519Verify,
      };
      const now = Date.now() * 1000;
      const found = await verifyBundle(bundle, { trust, now, verifyTimestamp });
      expect(found).toMatchObject({
        verdict: 'verified',
        anchors: [{ size: 10, status: 'valid' }],
      });
      await server.close();
      authority.remove();
    });

    test.each([
      ['is away', (): undefined => undefined],
      ['answers with an old stamp', (first: Buffer) => first],
    ])('that %s is an alarm, and nothing is stored', async (_what, change) => {
      const authority = makeAuthority({ key: 'ec' });
      const server = await serveAuthority(authority);
      const file = join(site.directory, 'authorities.pem');
      writeFileSync(file, authority.ca);
      open({ kind: 'rfc3161', name: 'tsa', url: server.url, authorities_file: file });
      await append(10);
      let first: Buffer | undefined;
      server.behave((answer) => {
        first ??= answer;
        return first === answer ? undefined : change(first);
      });
      await publish();
      await site.fresh.asSuperuser(`UPDATE audit_anchor_state SET next_at = now()`);
      await publish();
      expect(events()).toContain('audit_anchor_failed');
      expect(await anchored()).toEqual([]);
      await server.close();
      authority.remove();
    });
  },
);

describe.skipIf(!hasGit)(
  `a clone${hasGit ? '' : ' (skipped: there is no git on this machine)'}`,
  () => {
    test('has a commit for each checkpoint, and its remote has them too', async () => {
      const folder = join(site.directory, 'clone');
      const remote = join(site.directory, 'remote.git');
      execFileSync('git', ['init', '--quiet', '--bare', remote]);
      execFileSync('git', ['clone', '--quiet', remote, folder], { stdio: 'ignore' });
      open({ kind: 'git', name: 'clone', folder, remote: 'origin' });
      await append(10);
      await publish();
      await append(5);
      await site.fresh.asSuperuser(`UPDATE audit_anchor_state SET next_at = now()`);
      await publish();
      expect(events()).toEqual([]);
      const log = execFileSync('git', ['-C', remote, 'log', '--all', '--format=%H'], {
        encoding: 'utf8',
      });
      const commits = log.trim().split('\n');
      expect((await anchored()).map(({ ref }) => ref).reverse()).toEqual(commits);
      const shown = execFileSync('git', [
        '-C',
        remote,
        'show',
        `${commits.at(-1)}:${origin}/checkpoint`,
      ]);
      expect(shown).toEqual(await noteOf(10));
    });

    test('that is none is named', async () => {
      const folder = join(site.directory, 'nothing');
      mkdirSync(folder);
      open({ kind: 'git', name: 'clone', folder });
      await append(10);
      await publish();
      const [event] = node.events.filter((one) => one.event === 'audit_anchor_failed');
      expect(event?.fields['problem']).toContain('is not a clone of git');
    });
  },
);

test('a clone without git on the machine is an error that says so', async () => {
  const environment = { PATH: join(site.directory, 'empty') };
  const folder = site.directory;
  const anchor = createGitAnchor({ name: 'g', everyMs: 1, folder, remote: undefined, environment });
  const checkpoint = { origin, size: 1, note: Buffer.from('x'), cosigned: Buffer.from('x') };
  await expect(anchor.anchor(checkpoint)).rejects.toThrow('there is no git on this machine');
});

test('a webhook is signed with the secret that both know', async () => {
  const receiver = await httpReceiver();
  const url = `http://127.0.0.1:${receiver.port}/checkpoints?token=x`;
  open({ kind: 'webhook', name: 'hook', url, secret_file: secretFile('shared') });
  await append(10);
  await publish();
  const [post] = receiver.seen;
  const [, time = '', signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(post?.headers['monago-signature'])) ?? [];
  const expected = createHmac('sha256', 'shared')
    .update(`${time}.`)
    .update(post?.body ?? '')
    .digest('hex');
  expect(signature).toBe(expected);
  expect(JSON.parse(post?.body.toString() ?? '')).toMatchObject({ origin, size: 10 });
  expect(await anchored()).toMatchObject([{ kind: 'webhook', ref: url.split('?')[0] }]);
  await receiver.close();
});

describe('the file of anchors', () => {
  test.each([
    ['an unknown kind', { kind: 'paper', name: 'a' }, 'kind'],
    ['a relative path', { kind: 'file', name: 'a', folder: 'x' }, 'absolute'],
    [
      'a password',
      { kind: 'webhook', name: 'a', url: 'https://u:p@h/', secret_file: '/x' },
      'password',
    ],
    [
      'no such file',
      { kind: 'webhook', name: 'a', url: 'https://h/', secret_file: '/no' },
      'ENOENT',
    ],
    ['an odd time', { kind: 'file', name: 'a', folder: '/x', every: '1w' }, 'number and m, h or d'],
  ])('with %s is refused, and says why', (_what, written, why) => {
    expect(() => open(written)).toThrow(EvidenceSettingsError);
    expect(() => open(written)).toThrow(why);
  });

  test('names each anchor once', () => {
    const one = { kind: 'file', name: 'a', folder: '/x' };
    expect(() => open(one, one)).toThrow('two anchors are called a');
  });
});
