import { describe, expect, test } from 'vitest';
import { ed25519Signer } from '../../adapters/evidence/ed25519.ts';
import { utf8 } from './bytes.ts';
import { witnessVkeyOf } from './cosignature.ts';
import { formatPolicy, parsePolicy } from './policy.ts';
import { parsePolicyFile } from './policy-file.ts';
import { isQuorumMet } from './quorum.ts';
import { vkeyOf } from './signed-note.ts';

const publicKey = (seed: number) => ed25519Signer('x', new Uint8Array(32).fill(seed)).publicKey;
const logKey = (seed: number, name = 'log.example/a') => vkeyOf(name, publicKey(seed));
const witnessKey = (seed: number) => witnessVkeyOf(`w${seed}.example`, publicKey(seed));

const twoLevels = `# Two organisations
log ${logKey(1)} https://log.example/a
\t log  ${logKey(2)}

witness X1 ${witnessKey(11)}
witness X2 ${witnessKey(12)} https://x2.example/
witness X3 ${witnessKey(13)}
group X 2 X1 X2 X3
witness Y1 ${witnessKey(14)}
witness Y2 ${witnessKey(15)}
group Y any Y1 Y2
group X-and-Y all X Y
quorum X-and-Y
`;

function codeOf(text: string | Uint8Array): string {
  try {
    parsePolicy(typeof text === 'string' ? utf8(text) : text);
    return 'ok';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
  }
}

describe('a policy', () => {
  test('with keys, witnesses and groups within groups is read, and written so that it reads the same', () => {
    const policy = parsePolicy(utf8(twoLevels));
    expect(policy.logs.map(({ name }) => name)).toEqual(['log.example/a', 'log.example/a']);
    expect(policy.witnesses[1]).toMatchObject({ name: 'X2', url: 'https://x2.example/' });
    const written = formatPolicy(policy);
    expect(parsePolicy(utf8(written))).toEqual(policy);
    expect(formatPolicy(parsePolicy(utf8(written)))).toBe(written);
  });

  test.each([
    [['X1', 'X2', 'Y1'], true],
    [['X1', 'X3', 'Y2'], true],
    [['X1', 'Y1', 'Y2'], false],
    [['X1', 'X2', 'X3'], false],
    [[], false],
  ])('its quorum with the cosignatures of %j is met: %s', (names, isMet) => {
    expect(isQuorumMet(parsePolicy(utf8(twoLevels)).quorum, new Set(names))).toBe(isMet);
  });

  test('without a witness asks for none', () => {
    expect(
      isQuorumMet(parsePolicy(utf8(`log ${logKey(1)}\nquorum none\n`)).quorum, new Set()),
    ).toBe(true);
  });

  test('without a log, or with two, is read as a file but is not the policy of a log', () => {
    const witnesses = `witness w ${witnessKey(1)}\nquorum w\n`;
    expect(parsePolicyFile(utf8(witnesses)).logs).toEqual([]);
    expect(codeOf(witnesses)).toBe('bad_policy');
    const two = `log ${logKey(1)}\nlog ${logKey(2, 'log.example/b')}\nquorum none\n`;
    expect(parsePolicyFile(utf8(two)).logs).toHaveLength(2);
    expect(codeOf(two)).toBe('bad_policy');
  });
});

describe('a policy is refused', () => {
  const log = `log ${logKey(1)}\n`;
  const [w1, w2] = [`witness a ${witnessKey(1)}\n`, `witness b ${witnessKey(2)}\n`];

  test.each([
    ['without a quorum', log],
    ['with two quorums', `${log}quorum none\nquorum none\n`],
    ['with a quorum that is defined below it', `${log}quorum a\n${w1}`],
    ['with a quorum of nobody', `${log}quorum a\n`],
    ['with two names for the quorum', `${log}${w1}${w2}quorum a b\n`],
    ['with the same log key twice', `${log}${log}quorum none\n`],
    ['with the same witness key twice', `${log}${w1}witness b ${witnessKey(1)}\nquorum a\n`],
    ['with the same name twice', `${log}${w1}witness a ${witnessKey(2)}\nquorum a\n`],
    ['with a witness called none', `${log}witness none ${witnessKey(1)}\nquorum none\n`],
    ['with none in a group', `${log}${w1}group g any none a\nquorum g\n`],
    ['with a group of nobody', `${log}${w1}group g any\nquorum a\n`],
    ['with a group of more than there are', `${log}${w1}group g 2 a\nquorum g\n`],
    ['with a group of zero', `${log}${w1}group g 0 a\nquorum g\n`],
    ['with a number in another spelling', `${log}${w1}group g 01 a\nquorum g\n`],
    ['with a member twice', `${log}${w1}${w2}group g any a a\nquorum g\n`],
    ['with a member of two groups', `${log}${w1}${w2}group g any a\ngroup h any a b\nquorum h\n`],
    ['with a group in itself', `${log}${w1}group g any g a\nquorum g\n`],
    ['with a word that is not known', `${log}mirror a ${witnessKey(1)}\nquorum none\n`],
    ['with a carriage return', `${log.trim()}\r\nquorum none\n`],
    ['with an escape sequence in a comment', `${log}# \u001b[2J\nquorum none\n`],
    ['with a last line that is not ended', `${log}quorum none`],
    ['with too many words', `log ${logKey(1)} https://a https://b\nquorum none\n`],
  ])('%s', (_, text) => {
    expect(codeOf(text)).toBe('bad_policy');
  });

  test.each([
    ['for a log with the key of a witness', `log ${witnessKey(1)}\nquorum none\n`],
    ['for a witness with the key of a log', `${log}witness a ${logKey(3)}\nquorum a\n`],
    [
      'for a key id of another key',
      `log ${logKey(1).replace(/\+[0-9a-f]{8}\+/, '+00000000+')}\nquorum none\n`,
    ],
  ])('%s', (_, text) => {
    expect(codeOf(text)).toBe('bad_vkey');
  });

  test('in bytes that are not UTF-8', () => {
    expect(codeOf(Uint8Array.of(0x23, 0xff, 0x0a))).toBe('bad_utf8');
  });
});
