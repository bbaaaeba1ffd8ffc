import { hexOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { witnessVkeyOf } from '../../src/domain/audit/cosignature.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { parseNote, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import { bundleVectors } from './edge-vectors.ts';
import {
  cosignedBy,
  successors,
  witnessedAt,
  witnessedPolicy,
  witnesses,
} from './evidence-bundles.ts';
import { receiptCases } from './receipts.ts';
import { bytesOf } from './sample-facts.ts';
import { sampleLog, sampleSigner } from './sample-log.ts';

/** The vectors of what makes evidence of a log, by the name of their file. */
export async function evidenceVectors(): Promise<Readonly<Record<string, unknown>>> {
  return {
    'policies.json': policyVectors(),
    'cosignatures.json': cosignatureVectors(),
    'receipts.json': {
      about:
        'Receipts to verify under the key of checkpoint.json; refused is what cannot be read at all',
      receipts: await receiptCases(),
    },
    'evidence.json': await bundleVectors(),
  };
}

function policyVectors() {
  const log = `log ${vkeyOf(sampleSigner().name, sampleSigner().publicKey)}\n`;
  const [one = '', two = '', three = ''] = witnesses.map(({ name, publicKey }, at) => {
    return `witness w${at + 1} ${witnessVkeyOf(name, publicKey)}\n`;
  });
  const newer = vkeyOf(successors[0].name, successors[0].publicKey);
  const cases: PolicyCases = {
    'one key': [`${log}quorum none\n`, 'ok'],
    'two keys of one log': [`${log}log ${newer}\nquorum none\n`, 'ok'],
    'a witness': [`${log}${one}quorum w1\n`, 'ok'],
    'two of three': [`${log}${one}${two}${three}group g 2 w1 w2 w3\nquorum g\n`, 'ok'],
    'groups in a group': [
      `${log}${one}${two}${three}group a any w1 w2\ngroup b all a w3\nquorum b\n`,
      'ok',
    ],
    'comments, tabs, empty lines and URLs': [
      `# kept since January\n\n\t${log.trim()} https://log.example/ \n${one.trim()}\thttps://w1.example/\nquorum w1\n`,
      'ok',
    ],
    'no quorum': [log, 'bad_policy'],
    'no log': [`${one}quorum w1\n`, 'bad_policy'],
    'a quorum above its definition': [`${log}quorum w1\n${one}`, 'bad_policy'],
    'a name twice': [`${log}${one}${two.replace('w2', 'w1')}quorum w1\n`, 'bad_policy'],
    'a key twice': [`${log}${one}${one.replace('w1', 'w2')}quorum w1\n`, 'bad_policy'],
    'a member of two groups': [
      `${log}${one}${two}group a any w1\ngroup b any w1 w2\nquorum b\n`,
      'bad_policy',
    ],
    'more than there are': [`${log}${one}group a 2 w1\nquorum a\n`, 'bad_policy'],
    'the key of a log for a witness': [`${log}witness w ${newer}\nquorum w\n`, 'bad_vkey'],
    'carriage returns': [`${log.trim()}\r\nquorum none\r\n`, 'bad_policy'],
    ...policyEdges({ log, one, two }),
  };
  return {
    about: 'Policies of one log, and ok or the code of the error',
    policies: Object.entries(cases).map(([name, [policy, result]]) => ({ name, policy, result })),
  };
}

type PolicyCases = Readonly<Record<string, readonly [policy: string, result: string]>>;

/** More of them, made of the lines of the log and of two witnesses. */
function policyEdges({
  log,
  one,
  two,
}: Readonly<Record<'log' | 'one' | 'two', string>>): PolicyCases {
  const [witness = sampleSigner()] = witnesses;
  const renamed = `witness w2 ${witnessVkeyOf('witness.example/other', witness.publicKey)}\n`;
  const another = sampleSigner(2, 'audit.monago.example/log/another');
  const other = vkeyOf(another.name, another.publicKey);
  return {
    'a key under two names': [`${log}${one}${renamed}quorum w1\n`, 'bad_policy'],
    'a key of the log twice': [`${log}${log}quorum none\n`, 'bad_policy'],
    'two logs': [`${log}log ${other}\nquorum none\n`, 'bad_policy'],
    'no line feed at the end': [`${log}quorum none`, 'bad_policy'],
    'an indented comment': [`${log}  # kept\nquorum none\n`, 'ok'],
    'a comment behind a line': [`${log}quorum none # kept\n`, 'bad_policy'],
    'a control character in a comment': [`# \u0007\n${log}quorum none\n`, 'bad_policy'],
    'U+007F in a comment': [`# \u007f\n${log}quorum none\n`, 'bad_policy'],
    'U+0085 in a comment': [`# \u0085\n${log}quorum none\n`, 'ok'],
    'a byte order mark': [`\ufeff${log}quorum none\n`, 'bad_policy'],
    'a word in capitals': [`LOG${log.slice(3)}quorum none\n`, 'bad_policy'],
    'a URL that is none': [`${log.trim()} x\nquorum none\n`, 'ok'],
    'an item behind the URL': [`${log.trim()} x y\nquorum none\n`, 'bad_policy'],
    'another key id': [`${log.replace(/\+[0-9a-f]{8}\+/, '+00000000+')}quorum none\n`, 'bad_vkey'],
    'a key id in capitals': [
      `${log.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase())}quorum none\n`,
      'bad_vkey',
    ],
    'a group of any': [`${log}${one}${two}group g any w1 w2\nquorum g\n`, 'ok'],
    'a group of all': [`${log}${one}${two}group g all w1 w2\nquorum g\n`, 'ok'],
    'a group of 0': [`${log}${one}group g 0 w1\nquorum g\n`, 'bad_policy'],
    'a group of 01': [`${log}${one}group g 01 w1\nquorum g\n`, 'bad_policy'],
    'a group of nobody': [`${log}${one}group g any\nquorum g\n`, 'bad_policy'],
    'a member twice': [`${log}${one}group g any w1 w1\nquorum g\n`, 'bad_policy'],
    'a group named none': [`${log}${one}group none any w1\nquorum none\n`, 'bad_policy'],
    'a witness named none': [`${log}${one.replace('w1', 'none')}quorum none\n`, 'bad_policy'],
    'two quorums': [`${log}quorum none\nquorum none\n`, 'bad_policy'],
  };
}

function cosignatureVectors() {
  const note = sampleLog(21).checkpointAt(21);
  const { text } = parseNote(utf8(note));
  return {
    about: 'What witnesses sign of a checkpoint; their keys are no secret',
    text,
    witnesses: witnesses.map((witness, at) => ({
      seed: hexOf(bytesOf(31 + at, 32)),
      vkey: witnessVkeyOf(witness.name, witness.publicKey),
      time: witnessedAt,
      message: `cosignature/v1\ntime ${witnessedAt}\n${text}`,
      line: cosignedBy(note, [at + 1]).slice(note.length),
    })),
    policy: formatPolicy(witnessedPolicy(sampleLog(0))),
    quorum: [[], [1], [1, 2], [1, 2, 3]].map((numbers) => ({
      note: cosignedBy(note, numbers),
      isMet: numbers.length > 1,
    })),
  };
}
