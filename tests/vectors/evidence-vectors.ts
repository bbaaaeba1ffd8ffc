import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { hexOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { witnessVkeyOf } from '../../src/domain/audit/cosignature.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { parseNote, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import {
  alsoSignedBy,
  contentBundle,
  cosignedBy,
  type EvidenceBundle,
  prunedBundle,
  rotatedBundle,
  successors,
  witnessedAt,
  witnessedBundle,
  witnessedPolicy,
  witnesses,
} from './evidence-bundles.ts';
import { receiptCases } from './receipts.ts';
import { bytesOf } from './sample-facts.ts';
import { sampleLog, sampleNow, sampleSigner } from './sample-log.ts';

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
    'evidence.json': await evidenceBundles(),
  };
}

function policyVectors() {
  const log = `log ${vkeyOf(sampleSigner().name, sampleSigner().publicKey)}\n`;
  const [one, two, three] = witnesses.map(({ name, publicKey }, at) => {
    return `witness w${at + 1} ${witnessVkeyOf(name, publicKey)}\n`;
  });
  const newer = vkeyOf(successors[0].name, successors[0].publicKey);
  const cases: Readonly<Record<string, readonly [policy: string, result: string]>> = {
    'one key': [`${log}quorum none\n`, 'ok'],
    'two keys of one log': [`${log}log ${newer}\nquorum none\n`, 'ok'],
    'a witness': [`${log}${one}quorum w1\n`, 'ok'],
    'two of three': [`${log}${one}${two}${three}group g 2 w1 w2 w3\nquorum g\n`, 'ok'],
    'groups in a group': [
      `${log}${one}${two}${three}group a any w1 w2\ngroup b all a w3\nquorum b\n`,
      'ok',
    ],
    'comments, tabs, empty lines and URLs': [
      `# kept since January\n\n\t${log.trim()} https://log.example/ \n${one?.trim()}\thttps://w1.example/\nquorum w1\n`,
      'ok',
    ],
    'no quorum': [log, 'bad_policy'],
    'no log': [`${one}quorum w1\n`, 'bad_policy'],
    'a quorum above its definition': [`${log}quorum w1\n${one}`, 'bad_policy'],
    'a name twice': [`${log}${one}${two?.replace('w2', 'w1')}quorum w1\n`, 'bad_policy'],
    'a key twice': [`${log}${one}${one?.replace('w1', 'w2')}quorum w1\n`, 'bad_policy'],
    'a member of two groups': [
      `${log}${one}${two}group a any w1\ngroup b any w1 w2\nquorum b\n`,
      'bad_policy',
    ],
    'more than there are': [`${log}${one}group a 2 w1\nquorum a\n`, 'bad_policy'],
    'the key of a log for a witness': [`${log}witness w ${newer}\nquorum w\n`, 'bad_vkey'],
    'carriage returns': [`${log.trim()}\r\nquorum none\r\n`, 'bad_policy'],
  };
  return {
    about: 'Policies of one log, and ok or the code of the error',
    policies: Object.entries(cases).map(([name, [policy, result]]) => ({ name, policy, result })),
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

async function evidenceBundles() {
  const rotated = await rotatedBundle();
  const head = new TextDecoder().decode(rotated.files.get('checkpoint'));
  const bundles: Readonly<Record<string, readonly [EvidenceBundle, verdict: string]>> = {
    'a new key, named under a checkpoint of the old one': [rotated, 'verified'],
    'a new key, without the checkpoint of the old one': [
      without(rotated, 'checkpoints/6'),
      'incomplete',
    ],
    'a head that both keys signed': [
      {
        ...rotated,
        files: new Map(rotated.files).set('checkpoint', utf8(alsoSignedBy(head, sampleSigner()))),
      },
      'verified',
    ],
    'two of three witnesses': [await witnessedBundle(), 'verified'],
    'pruned entries': [await prunedBundle(260), 'verified'],
    'content, some of it erased': [await contentBundle(), 'verified'],
  };
  return {
    about: 'Bundles to verify under the policy beside them; files in base64',
    now: sampleNow,
    bundles: Object.entries(bundles).map(([name, [{ files, policy }, verdict]]) => ({
      name,
      policy: formatPolicy(policy),
      verdict,
      files: Object.fromEntries([...files].map(([file, bytes]) => [file, encodeBase64(bytes)])),
    })),
  };
}

function without({ files, policy }: EvidenceBundle, file: string): EvidenceBundle {
  const left = new Map(files);
  left.delete(file);
  return { files: left, policy };
}
