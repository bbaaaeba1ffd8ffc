import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { decodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { parseWitnessVkey, verifyCosignature } from '../../src/domain/audit/cosignature.ts';
import { parsePolicy, policyOf } from '../../src/domain/audit/policy.ts';
import { isQuorumMet } from '../../src/domain/audit/quorum.ts';
import { parseNote, parseVkey } from '../../src/domain/audit/signed-note.ts';
import { verifyBundle } from '../../src/domain/audit/verify.ts';
import { verifyReceipt } from '../../src/domain/audit/verify-receipt.ts';
import { evidenceVectors } from './evidence-vectors.ts';
import type { ReceiptCase } from './receipts.ts';
import { readerOf, sampleNow } from './sample-log.ts';

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
    ({ receipt, expected, verdict, checks }) => {
      const verify = () => verifyReceipt(utf8(receipt), { trust, now: sampleNow, expected });
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
  const { now, bundles } = committed('evidence.json');

  test.each<{ name: string; policy: string; verdict: string; files: Record<string, string> }>(
    bundles,
  )('$name: $verdict', async ({ policy, verdict, files }) => {
    const read = new Map(Object.entries(files).map(([name, text]) => [name, decodeBase64(text)]));
    const trust = {
      policy: parsePolicy(utf8(policy)),
      isPinned: true,
      verifySignature: ed25519Verify,
    };
    const verification = await verifyBundle(readerOf(read), { trust, now });
    expect({
      verdict: verification.verdict,
      findings: verdict === 'verified' ? verification.findings : [],
    }).toEqual({
      verdict,
      findings: [],
    });
  });
});
