import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { witnessVkeyOf } from '../../domain/audit/cosignature.ts';
import { vkeyOf } from '../../domain/audit/signed-note.ts';
import { EvidenceSettingsError } from './anchor-settings.ts';
import { ed25519Signer } from './ed25519.ts';
import { hashOfFile, readWitnessSettings } from './witness-settings.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'monago-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keyOf(name: string): Uint8Array {
  return ed25519Signer(name, createHash('sha256').update(name).digest()).publicKey;
}

function witness(name: string, url = `https://${name}.example.test`): string {
  return `witness ${name} ${witnessVkeyOf(`${name}.example.test`, keyOf(name))} ${url}`;
}

function written(...lines: readonly string[]): string {
  const file = join(folder, 'policy');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

describe("the operator's policy", () => {
  test('names the witnesses, where they are, and how many are enough', () => {
    const file = written('# ours', witness('a'), witness('b'), 'group g any a b', 'quorum g');
    const { witnesses, quorum } = readWitnessSettings(file);
    expect(witnesses.map(({ name, url }) => [name, url])).toEqual([
      ['a', 'https://a.example.test'],
      ['b', 'https://b.example.test'],
    ]);
    expect(quorum).toMatchObject({ kind: 'group', threshold: 1 });
    expect(hashOfFile(file)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  const log = vkeyOf('audit.example.test/log/01', keyOf('log'));
  const thirteen = Array.from({ length: 13 }, (_, at) => witness(`w${at}`));
  test.each([
    ['a log line', [`log ${log}`, 'quorum none'], 'leave out the log lines'],
    ['a witness without an address', [witness('a', ''), 'quorum a'], 'needs an address'],
    ['an address of another kind', [witness('a', 'ftp://a'), 'quorum a'], 'needs an address'],
    ['no quorum', [witness('a')], 'quorum'],
    ['too many witnesses', [...thirteen, 'quorum w0'], 'more than 12'],
  ])('with %s is refused, and says why', (_what, lines, why) => {
    expect(() => readWitnessSettings(written(...lines))).toThrow(EvidenceSettingsError);
    expect(() => readWitnessSettings(written(...lines))).toThrow(why);
  });

  test('that is not there is refused', () => {
    expect(() => readWitnessSettings(join(folder, 'nothing'))).toThrow('ENOENT');
  });
});
