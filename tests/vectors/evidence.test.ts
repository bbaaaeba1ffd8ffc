import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { decodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { parseWitnessVkey, verifyCosignature } from '../../src/domain/audit/cosignature.ts';
import { parsePolicy, policyOf } from '../../src/domain/audit/policy.ts';
import { isQuorumMet } from '../../src/domain/audit/quorum.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyReceipt } from '../../src/domain/audit/verify-receipt.ts';
import { patched } from './bundle-patch.ts';
import { type BundleVector, expectedOf, verify } from './edge-vectors.ts';
import { evidenceVectors } from './evidence-vectors.ts';
import type { ReceiptCase } from './receipts.ts';
import { sampleNow } from './sample-log.ts';

const computed = await evidenceVectors();

function committed(name: string) {
  return JSON.parse(readFileSync(new URL(`audit/${name}`, import.meta.url), 'utf8'));
}

test.each(Object.keys(computed))('%s holds the bytes that the code makes', (name) => {
  expect(JSON.parse(JSON.stringify(computed[name]))).toStrictEqual(committed(name));
});

test.each<{ name: string; policy: string; result: string }>(committed('policies.json').policies)(
  'policies.json, $name: $result',
  ({ policy, result }) => {
    let code = 'ok';
    try {
      parsePolicy(utf8(policy));
    } catch (error) {
      code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
    }
    expect(code).toBe(result);
  },
);

describe('cosignatures.json', () => {
  const { text, witnesses, policy, quorum } = committed('cosignatures.json');

  test('each line is valid, at its time, for its key alone', () => {
    for (const { vkey, line, time } of witnesses) {
      const note = parseNote(utf8(`${text}\n${line}`));
      for (const other of witnesses) {
        const read = verifyCosignature(note, parseWitnessVkey(other.vkey), ed25519Verify);
        expect(read?.time).toBe(other.vkey === vkey ? time : undefined);
      }
    }
  });

  test('two of the three are enough', () => {
    const trusted = parsePolicy(utf8(policy));
    for (const { note, isMet } of quorum) {
      const read = parseNote(utf8(note));
      const cosigned = trusted.witnesses.filter(
        ({ key }) => verifyCosignature(read, key, ed25519Verify) !== undefined,
      );
      const names = new Set(cosigned.map(({ name }) => name));
      expect(isQuorumMet(trusted.quorum, names)).toBe(isMet);
    }
  });
});

describe('receipts.json', () => {
  const policy = policyOf(parseVkey(committed('checkpoint.json').vkey));
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };

  test.each<ReceiptCase>(committed('receipts.json').receipts)(
    '$name: $verdict',
    ({ receipt, expected, verdict, checks, policy: stricter }) => {
      const asked =
        stricter === undefined ? trust : { ...trust, policy: parsePolicy(utf8(stricter)) };
      const verify = () => verifyReceipt(utf8(receipt), { trust: asked, now: sampleNow, expected });
      if (verdict === 'refused') {
        expect(verify).toThrowError(
          expect.objectContaining({ code: expect.stringMatching(/^bad_(receipt|base64)$/) }),
        );
        return;
      }
      const result = verify();
      const found = [...new Set(result.findings.map(({ check }) => check))].toSorted();
      expect({ verdict: result.verdict, found }).toEqual({ verdict, found: checks });
    },
  );
});

describe('evidence.json', () => {
  const { bases, bundles } = committed('evidence.json');

  function filesOf({ base, patch }: BundleVector): Map<string, Uint8Array> {
    const files: Record<string, string> = bases[base].files;
    const read = Object.entries(files).map(([name, text]) => [name, decodeBase64(text)] as const);
    return patched(new Map(read), patch);
  }

  test.each<BundleVector>(bundles)('$name', async (vector) => {
    const { asked = {}, base, expected, policy = bases[base].policy } = vector;
    expect(expectedOf(await verify(filesOf(vector), policy, asked))).toEqual(expected);
  });

  test('has a finding for every check that a bundle can fail, and each where its name says', () => {
    const named = bundles.flatMap(({ name, expected }: BundleVector) => {
      const check = /: (V\d+) /.exec(name)?.[1];
      return check === undefined ? [] : [{ check, found: expected.findings.map(([id]) => id) }];
    });
    for (const { check, found } of named) expect(found).toContain(check);
    const all = bundles.flatMap(({ expected }: BundleVector) =>
      expected.findings.map(([id]) => id),
    );
    const ids = Array.from({ length: 18 }, (_, number) => `V${number}`);
    expect(ids.filter((id) => !all.includes(id))).toEqual([]);
  });
});
