import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cosignedBy, witnessedPolicy } from '../../tests/vectors/evidence-bundles.ts';
import { receiptAt } from '../../tests/vectors/receipts.ts';
import { sampleBody } from '../../tests/vectors/sample-facts.ts';
import { sampleLog, sampleNow, sampleSigner } from '../../tests/vectors/sample-log.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';
import { formatPolicy } from '../domain/audit/policy.ts';
import { encodeReceipt } from '../domain/audit/receipt.ts';
import { auditVerifyReceipt, type VerifyReceiptArgs } from './audit-verify-receipt.ts';

const log = sampleLog(21);
const index = 4;
const receipt = await receiptAt(log, index);
const own = sampleBody(index);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monago-receipt-'));
  mkdirSync(join(folder, 'trusted'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(changes: Partial<VerifyReceiptArgs> = {}) {
  const printed = { out: '', err: '' };
  const path = changes.path ?? put('entry.tlog-proof', encodeReceipt(receipt));
  const code = await auditVerifyReceipt(
    { ...changes, path },
    {
      stdout: { write: (text) => (printed.out += text) },
      stderr: { write: (text) => (printed.err += text) },
      trustedPolicyDir: join(folder, 'trusted'),
      now: () => sampleNow / 1000,
      verifySignature: ed25519Verify,
    },
  );
  return { code, ...printed };
}

describe('a receipt of a pinned log', () => {
  beforeEach(() => {
    put('trusted/log.policy', formatPolicy(log.policy));
  });

  test('is verified: 0, with the entry that it is of', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain(`${own.id} at index ${index} of 21`);
    expect(out).toContain('say what it has to be about');
  });

  test.each([
    ['its request', [`request_id=${own.request_id}`], 0],
    ['its entry and its request', [`entry=${own.id}`, `request_id=${own.request_id}`], 0],
    ['another request', [`request_id=${sampleBody(6).request_id}`], 1],
    ['its entry and another request', [`entry=${own.id}`, 'request_id=req_x'], 1],
    ['nothing', ['request_id='], 3],
    ['what there is not', ['colour=red'], 3],
  ])('asked for %s', async (_, expectations, exit) => {
    const { code, out } = await run({ expect: expectations });
    expect(code).toBe(exit);
    expect(out.includes('say what it has to be about')).toBe(false);
  });

  test('says as JSON what it says in words', async () => {
    const { code, out } = await run({ json: true, expect: [`entry=${own.id}`] });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'verified',
      index,
      isBound: true,
      body: { id: own.id },
    });
  });

  test('of another entry under its checkpoint is tampering: 1', async () => {
    const other = { ...receipt, leaf: log.leaves[index + 1] ?? receipt.leaf };
    expect((await run({ path: put('other', encodeReceipt(other)) })).code).toBe(1);
  });

  test.each([
    ['a file that is not a receipt', 'hello\n\nworld\n'],
    ['a file without a checkpoint', 'c2sp.org/tlog-proof@v1\nindex 1\n'],
  ])('%s: 3', async (_, text) => {
    const { code, err } = await run({ path: put('no-receipt', text) });
    expect(code).toBe(3);
    expect(err).toContain('COULD NOT RUN');
  });
});

test('a receipt of a log that is not pinned is incomplete: 2, with the words how to pin it', async () => {
  const { code, out } = await run();
  expect(code).toBe(2);
  expect(out).toContain('--policy FILE');
});

test('--policy decides whose signature counts: 0; by none of its keys: 2', async () => {
  const right = put('right', formatPolicy(log.policy));
  const other = put('other', formatPolicy(sampleLog(1, sampleSigner(2)).policy));
  expect((await run({ policyFile: right })).code).toBe(0);
  expect(await run({ policyFile: other })).toMatchObject({
    code: 2,
    out: expect.stringContaining('if the log has changed its key, pin the newer one'),
  });
  const unsigned = { ...receipt, checkpoint: receipt.checkpoint.replace('\u2014 ', '\u2014 x.') };
  const path = put('unsigned', encodeReceipt(unsigned));
  expect((await run({ path, policyFile: right })).code).toBe(2);
});

test('--policy with witnesses asks for their cosignatures: 0 or 2', async () => {
  const policyFile = put('witnesses', formatPolicy(witnessedPolicy(log)));
  expect((await run({ policyFile })).code).toBe(2);
  const cosigned = { ...receipt, checkpoint: cosignedBy(receipt.checkpoint, [2, 3]) };
  const { code, out } = await run({ policyFile, path: put('cosigned', encodeReceipt(cosigned)) });
  expect(code).toBe(0);
  expect(out).toContain('witnessed   the first 21 entries, by w2 at ');
});

test('nothing that a receipt holds reaches the terminal as a control character', async () => {
  const changed = {
    ...receipt,
    checkpoint: receipt.checkpoint.replace('audit.', '\u009b2Jaudit.'),
  };
  const { out, err } = await run({
    path: put('changed', encodeReceipt(changed)),
    policyFile: put('right', formatPolicy(log.policy)),
  });
  expect(out + err).not.toContain('\u009b');
});
