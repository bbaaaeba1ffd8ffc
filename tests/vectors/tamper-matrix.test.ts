import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTar } from '../../src/adapters/evidence/tar.ts';
import { auditVerify } from '../../src/cli/audit-verify.ts';
import { runCommand } from '../../src/cli/command.ts';
import { verifierParts } from '../../src/compose/verifier.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { witnessedPolicy } from './evidence-bundles.ts';
import { readerOf, sampleNow } from './sample-log.ts';
import type { TamperedBundle } from './tamper-cases.ts';
import { tamperMatrix } from './tamper-matrix.ts';
import { type Files, type GoodBundle, goodBundle } from './tampered-bundles.ts';

/** Two logs of seventy thousand entries are made, hashed and signed. */
const buildTimeoutMs = 180_000;

let good: GoodBundle;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'monago-matrix-'));
  good = await goodBundle();
  put('log.policy', formatPolicy(good.log.policy));
  put('witnesses.policy', formatPolicy(witnessedPolicy(good.log)));
}, buildTimeoutMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function putFiles(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  rmSync(join(folder, name), { recursive: true, force: true });
  for (const [file, bytes] of files) put(join(name, file), bytes);
  return join(folder, name);
}

const policy = () => join(folder, 'log.policy');

/** One command line after `monago audit`. */
async function run(...argv: readonly string[]) {
  let printed = '';
  const sink = (): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        printed += String(chunk);
        done();
      },
    });
  const environment = { MONAGO_DATA_DIR: join(folder, 'nothing-pinned') };
  const surroundings = { stdin: Readable.from([]), stdout: sink(), stderr: sink() };
  const exit = await runCommand(['audit', ...argv], { environment, ...surroundings });
  return { exit, printed };
}

/** `audit verify` on files that nobody has to write down first. */
async function verify(files: Files, asked: Partial<TamperedBundle>) {
  let printed = '';
  const { pinned = 'log', since, maxAge, requireAnchor, authorities } = asked;
  const io = {
    ...verifierParts,
    stdout: { write: (text: string) => (printed += text) },
    stderr: { write: (text: string) => (printed += text) },
    trustedPolicyDir: join(folder, 'nothing-pinned'),
    now: () => sampleNow / 1000 + 86_400_000,
    openBundle: async () => ({
      kind: 'opened' as const,
      bundle: readerOf(files),
      close: async () => undefined,
    }),
  };
  const exit = await auditVerify(
    {
      path: 'bundle',
      json: true,
      policyFile: pinned === 'none' ? undefined : join(folder, `${pinned}.policy`),
      since: since && put('kept', since(good)),
      maxAge,
      requireAnchor,
      tsaCa: authorities && put('tsa.pem', authorities),
    },
    io,
  );
  return { exit, report: JSON.parse(printed) };
}

interface Told {
  readonly check: string;
  readonly index?: number;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** The finding that has to be there, with the two values that differ. */
function expectFinding(
  findings: readonly Told[],
  wanted: Pick<TamperedBundle, 'check' | 'firstBad' | 'isWordsOnly'>,
): void {
  const { check, firstBad, isWordsOnly = false } = wanted;
  if (check === undefined) return;
  const ofCheck = findings.filter((one) => one.check === check);
  const found = ofCheck.find(({ index }) => index === firstBad) ?? ofCheck[0];
  expect(found?.message).toBeTruthy();
  if (isWordsOnly) return;
  expect(found?.expected).toBeTruthy();
  expect(found?.actual).toBeTruthy();
  expect(found?.actual).not.toBe(found?.expected);
}

test('every row of the matrix is here', () => {
  const rows = new Set(Object.values(tamperMatrix).flatMap((cases) => cases.map(({ row }) => row)));
  expect([...rows].toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 17 }, (_, at) => at + 1),
  );
});

test('70,000 untouched entries are verified, out of an archive on the disk too', async () => {
  const { exit, report } = await verify(new Map(good.files), {});
  expect(report.findings).toEqual([]);
  expect(exit).toBe(0);
  const files = [...good.files].map(([name, bytes]) => ({ name, bytes }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeTar(files)) chunks.push(chunk);
  const archive = put('good.tar', Buffer.concat(chunks));
  const { exit: same, printed } = await run('verify', archive, '--policy', policy(), '--json');
  expect(same).toBe(0);
  expect(JSON.parse(printed)).toEqual({ ...report, policy: { kind: 'given', file: policy() } });
});

describe.each(tamperMatrix.verify)('row $row, verify: $what', (tampering) => {
  test(`ends with exit code ${tampering.exit}`, async () => {
    const files = await tampering.tamper(good);
    const { exit, report } = await verify(files, tampering);
    expect({ exit, findings: exit === tampering.exit ? [] : report.findings }).toEqual({
      exit: tampering.exit,
      findings: [],
    });
    if (tampering.firstBad !== undefined) expect(report.firstBadIndex).toBe(tampering.firstBad);
    expectFinding(report.findings, tampering);
    expect(report).toMatchObject(tampering.reports ?? {});
  });
});

describe.each(tamperMatrix['verify-receipt'])('row $row, verify-receipt: $what', (tampering) => {
  test(`ends with exit code ${tampering.exit}`, async () => {
    const path = put('entry.tlog-proof', await tampering.receipt(good));
    const expectation = tampering.expect === undefined ? [] : ['--expect', tampering.expect(good)];
    const asked = ['--policy', policy(), '--json', ...expectation];
    const { exit, printed } = await run('verify-receipt', path, ...asked);
    const report = JSON.parse(printed);
    expect({ exit, findings: exit === tampering.exit ? [] : report.findings }).toEqual({
      exit: tampering.exit,
      findings: [],
    });
    expectFinding(report.findings ?? [], tampering);
  });
});

describe.each(tamperMatrix.diff)('row $row, diff: $what', (tampering) => {
  test(`ends with exit code ${tampering.exit}`, async () => {
    const notes = tampering.checkpoints(good);
    const paths = notes.map((note, at) => put(`checkpoint-${at}`, note));
    const bundle =
      tampering.bundle === undefined
        ? []
        : ['--bundle', putFiles('bundle', await tampering.bundle(good))];
    const out = join(folder, 'proof.json');
    rmSync(out, { force: true });
    const { exit } = await run('diff', ...paths, '--policy', policy(), '--out', out, ...bundle);
    expect(exit).toBe(tampering.exit);
    expectProof(out, exit === 1 ? notes : undefined);
  });
});

describe.each(tamperMatrix.watch)('row $row, watch: $what', (tampering) => {
  test(`ends with exit code ${tampering.exit}`, async () => {
    const seen = tampering.seen(good);
    const state = put('state', seen);
    const proof = `${state}.equivocation.json`;
    rmSync(proof, { force: true });
    const shown = await tampering.shown(good);
    const asked = ['--policy', policy(), '--state', state, '--once'];
    const { exit } = await run('watch', putFiles('log', shown), ...asked);
    expect(exit).toBe(tampering.exit);
    const now = new TextDecoder().decode(shown.get('checkpoint'));
    expect(readFileSync(state, 'utf8')).toBe(exit === 0 ? now : seen);
    expectProof(proof, exit === 1 ? [seen, now] : undefined);
  });
});

/** Both checkpoints are in the proof, as they were signed; without a contradiction there is none. */
function expectProof(path: string, notes: readonly string[] | undefined): void {
  if (notes === undefined) {
    expect(() => readFileSync(path)).toThrow('ENOENT');
    return;
  }
  const { checkpoints } = JSON.parse(readFileSync(path, 'utf8'));
  expect(new Set(checkpoints)).toEqual(new Set(notes));
}
