import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasOpenssl, makeAuthority } from '../../tests/support/openssl-tsa.ts';
import {
  bundleOf,
  type SampleLog,
  sampleLog,
  sampleSigner,
} from '../../tests/vectors/sample-log.ts';
import { openBundle } from '../adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';
import { writeTar } from '../adapters/evidence/tar.ts';
import { timestampQuery, timestampVerifier } from '../adapters/evidence/timestamp.ts';
import { utf8 } from '../domain/audit/bytes.ts';
import { formatPolicy } from '../domain/audit/policy.ts';
import { parseTime } from '../domain/audit/time.ts';
import { type AuditVerifyArgs, auditVerify } from './audit-verify.ts';

const skipped = hasOpenssl ? '' : ' (skipped: there is no openssl on this machine)';
const log = sampleLog(20);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monago-verify-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function archiveOf(
  source: SampleLog,
  more: Readonly<Record<string, Uint8Array>> = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const all = [...(await bundleOf(source, [7])), ...Object.entries(more)];
  const files = all.map(([name, bytes]) => ({ name, bytes }));
  for await (const chunk of writeTar(files)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function pin(source: SampleLog): void {
  mkdirSync(join(folder, 'trusted'));
  put('trusted/log.policy', formatPolicy(source.policy));
}

async function run(args: AuditVerifyArgs, nowMs = 0) {
  const printed = { out: '', err: '' };
  const code = await auditVerify(args, {
    stdout: { write: (text) => (printed.out += text) },
    stderr: { write: (text) => (printed.err += text) },
    trustedPolicyDir: join(folder, 'trusted'),
    now: () => nowMs,
    openBundle,
    verifySignature: ed25519Verify,
    timestampVerifier: async (authorities) => timestampVerifier(authorities),
  });
  return { code, ...printed };
}

/** The archive with one byte of the entry at an index changed. */
async function changedAt(index: number): Promise<Buffer> {
  const archive = await archiveOf(log);
  const leaf = Buffer.from(log.leaves[index] ?? []);
  const at = archive.indexOf(leaf) + leaf.length - 20;
  archive[at] = (archive[at] ?? 0) ^ 1;
  return archive;
}

describe('a bundle of a pinned log', () => {
  beforeEach(() => pin(log));

  test('is verified: 0', async () => {
    const { code, out } = await run({ path: put('bundle.tar', await archiveOf(log)) });
    expect(code).toBe(0);
    expect(out).toContain('VERIFIED');
  });

  test.each([0, 11, 19])(
    'with a changed byte in entry %i is tampered: 1, and the entry is named',
    async (index) => {
      const path = put('bundle.tar', await changedAt(index));
      const { code, out } = await run({ path });
      expect(code).toBe(1);
      expect(out).toContain(`TAMPERED  first at index ${index}\n`);
      expect(JSON.parse((await run({ path, json: true })).out)).toMatchObject({
        verdict: 'tampered',
        firstBadIndex: index,
      });
    },
  );

  test('that another key signed is tampered: 1', async () => {
    const forged = put('bundle.tar', await archiveOf(sampleLog(20, sampleSigner(2))));
    expect((await run({ path: forged })).code).toBe(1);
  });

  test('that is cut off is incomplete: 2', async () => {
    const archive = await archiveOf(log);
    expect((await run({ path: put('bundle.tar', archive.subarray(0, 6000)) })).code).toBe(2);
  });

  test('that was changed outside of its files is tampered: 1', async () => {
    const archive = await archiveOf(log);
    archive[600 + 50] = 1;
    expect((await run({ path: put('bundle.tar', archive) })).code).toBe(1);
  });

  test('is fresh or stale as --max-age says: 0 or 2', async () => {
    const path = put('bundle.tar', await archiveOf(log));
    const newest = parseTime(JSON.parse((await run({ path, json: true })).out).newestTime) / 1000;
    expect((await run({ path, maxAge: '15m' }, newest + 14 * 60_000)).code).toBe(0);
    expect((await run({ path, maxAge: '15m' }, newest + 16 * 60_000)).code).toBe(2);
    expect((await run({ path, maxAge: 'soon' })).code).toBe(3);
  });

  test('extends a checkpoint that was kept, or not: 0 or 1; one that the log did not sign is no evidence: 2', async () => {
    const path = put('bundle.tar', await archiveOf(log));
    const older = put('older', log.checkpointAt(11));
    expect((await run({ path, since: older })).code).toBe(0);
    const newer = put('newer', sampleLog(25).checkpointAt(25));
    const { code, out } = await run({ path, since: newer });
    expect(code).toBe(1);
    expect(out).toContain('V12');
    const foreign = put('foreign', sampleLog(5, sampleSigner(2)).checkpointAt(5));
    expect((await run({ path, since: foreign })).code).toBe(2);
  });
});

describe('--require-anchor', () => {
  beforeEach(() => pin(log));

  test('without a time stamp is incomplete: 2; not a duration: 3', async () => {
    const path = put('bundle.tar', await archiveOf(log));
    const { code, out } = await run({ path, requireAnchor: '2h' });
    expect(code).toBe(2);
    expect(out).toContain('V16: no time stamp of a trusted authority is recent enough');
    expect((await run({ path, requireAnchor: 'soon' })).code).toBe(3);
  });

  test('never makes less of what was tampered with: 1', async () => {
    const path = put('bundle.tar', await changedAt(11));
    const { code, out } = await run({ path, requireAnchor: '2h', json: true });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ firstBadIndex: 11, findingCounts: { V16: 1 } });
  });

  test.skipIf(!hasOpenssl)(
    `with a recent time stamp that is verified: 0; with an older one, or unverified: 2${skipped}`,
    async () => {
      const authority = makeAuthority({ key: 'ec' });
      try {
        const query = await timestampQuery(utf8(log.checkpointAt(7)), randomBytes(16));
        const stamp = { 'anchors/7.tsr': authority.answer(query) };
        const path = put('bundle.tar', await archiveOf(log, stamp));
        const asked = { path, requireAnchor: '2h', tsaCa: put('tsa.pem', authority.ca) };
        const hourMs = 3_600_000;
        expect(await run(asked, Date.now() + hourMs)).toMatchObject({ code: 0 });
        expect(await run(asked, Date.now() + 3 * hourMs)).toMatchObject({ code: 2 });
        expect(await run({ ...asked, tsaCa: undefined }, Date.now())).toMatchObject({ code: 2 });
      } finally {
        authority.remove();
      }
    },
  );
});

test('a bundle of a log that is not pinned is incomplete: 2, with the words how to pin it', async () => {
  const { code, out } = await run({ path: put('bundle.tar', await archiveOf(log)) });
  expect(code).toBe(2);
  expect(out).toContain('--policy FILE');
});

test('tampering is proven also where nothing is pinned: 1', async () => {
  expect((await run({ path: put('bundle.tar', await changedAt(3)) })).code).toBe(1);
});

test('--policy decides whom to trust: 0 or 1', async () => {
  const path = put('bundle.tar', await archiveOf(log));
  const right = put('right.policy', `# kept since January\n\n${formatPolicy(log.policy)}`);
  const wrong = put('wrong.policy', formatPolicy(sampleLog(1, sampleSigner(2)).policy));
  expect((await run({ path, policyFile: right })).code).toBe(0);
  expect((await run({ path, policyFile: wrong })).code).toBe(1);
});

test.each([
  ['a path where nothing is', { path: 'nothing.tar' }],
  ['a policy that cannot be read', { policyFile: 'nothing.policy' }],
  ['a checkpoint that cannot be read', { since: 'nothing' }],
])('%s: 3, said on standard error', async (_, args) => {
  const path = put('bundle.tar', await archiveOf(log));
  const { code, out, err } = await run({ path, ...args });
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toContain('COULD NOT RUN');
});

test('a policy with witnesses, which cannot be honoured yet, is refused: 3', async () => {
  const path = put('bundle.tar', await archiveOf(log));
  const [logLine = ''] = formatPolicy(log.policy).split('\n');
  const policyFile = put('witness.policy', `${logLine}\nwitness w ${logLine.slice(4)}\nquorum w\n`);
  expect((await run({ path, policyFile })).code).toBe(3);
});

test('nothing that a bundle holds reaches the terminal as a control character', async () => {
  const files = await bundleOf(log);
  const directory = join(folder, 'directory');
  mkdirSync(join(directory, 'tile'), { recursive: true });
  for (const name of ['policy', 'checkpoint']) {
    put(`directory/${name}`, files.get(name) ?? '');
  }
  put('directory/tile/\u001b[2Jcleared', '');
  const { out } = await run({ path: directory });
  expect(out).not.toContain('\u001b');
});
