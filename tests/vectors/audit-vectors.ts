import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat, hexOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { genesisHash } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { type HashReader, proveConsistency, proveInclusion } from '../../src/domain/audit/proof.ts';
import { noteKey, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import { tileRoot } from '../../src/domain/audit/tile.ts';
import { bytesOf, sampleBody } from './sample-facts.ts';
import { bundleOf, sampleLog } from './sample-log.ts';

const treeSizes = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 128, 129, 200, 255, 256, 257,
];
const entryCount = 63;

/** The vectors of the audit format, by the name of their file. */
export async function auditVectors(): Promise<Readonly<Record<string, unknown>>> {
  return {
    'leaves.json': leafVectors(),
    'tree.json': await treeVectors(),
    'checkpoint.json': checkpointVectors(),
    'notes.json': noteVectors(),
    'json.json': jsonVectors(),
    'bundle.json': await bundleVector(),
  };
}

function leafVectors() {
  const { origin, leaves } = sampleLog(entryCount);
  return {
    about: 'One leaf of every type: the fact, the exact text that is hashed, and its hash',
    origin,
    genesis: encodeBase64(genesisHash(origin)),
    entries: leaves.map((leaf, index) => ({
      index,
      fact: sampleBody(index),
      leaf: new TextDecoder().decode(leaf),
      hash: encodeBase64(leafHash(leaf)),
    })),
    commitment: {
      salt: hexOf(bytesOf(9, 32)),
      content: '{"model":"gpt-4o"}',
      commit: encodeBase64(commit(bytesOf(9, 32), utf8('{"model":"gpt-4o"}'))),
    },
  };
}

/** Leaf number n of the tree vectors is n in decimal. */
export function treeLeaf(index: number): Uint8Array {
  return utf8(String(index));
}

const readHash: HashReader = async ({ height, index }) => {
  const width = 2 ** height;
  const hashes = Array.from({ length: width }, (_, at) => leafHash(treeLeaf(index * width + at)));
  return tileRoot(concat(...hashes));
};

async function treeVectors() {
  const texts = (hashes: readonly Uint8Array[]) => hashes.map(encodeBase64);
  const inclusion: unknown[] = [];
  const consistency: unknown[] = [];
  for (const size of treeSizes.filter((one) => one > 0)) {
    for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
      inclusion.push({ index, size, proof: texts(await proveInclusion(index, size, readHash)) });
    }
    for (const size1 of new Set([1, Math.ceil(size / 3), Math.ceil(size / 2), size])) {
      const proof = await proveConsistency(size1, size, readHash);
      consistency.push({ size1, size2: size, proof: texts(proof) });
    }
  }
  return {
    about: 'Trees whose leaf number n is n in decimal ASCII',
    roots: treeSizes.map((size) => ({ size, root: encodeBase64(rootOf(size)) })),
    inclusion,
    consistency,
  };
}

function rootOf(size: number): Uint8Array {
  const range = new CompactRange();
  for (let index = 0; index < size; index++) range.append(leafHash(treeLeaf(index)));
  return range.root();
}

function checkpointVectors() {
  const log = sampleLog(entryCount);
  const { name, publicKey } = log.signer;
  return {
    about: 'Checkpoints over the leaves of leaves.json, signed with a key that is no secret',
    seed: hexOf(bytesOf(1, 32)),
    publicKey: hexOf(publicKey),
    keyId: noteKey(name, publicKey).keyId,
    vkey: vkeyOf(name, publicKey),
    policy: formatPolicy(log.policy),
    checkpoints: [0, 1, 2, 5, entryCount].map((size) => ({ size, note: log.checkpointAt(size) })),
  };
}

/** Notes at the edge of the format; `result` is ok or the code of the error. */
function noteVectors() {
  const log = sampleLog(2);
  const good = log.checkpointAt(2);
  const [origin = '', size = '', root = '', , signature = ''] = good.split('\n');
  const unknown = '— witness.example AAAAAAAA\n';
  const cases: Readonly<Record<string, readonly [note: string, result: string]>> = {
    'as written': [good, 'ok'],
    'a signature of an unknown key beside it': [good + unknown, 'ok'],
    'sixteen signatures': [good + unknown.repeat(15), 'ok'],
    'seventeen signatures': [good + unknown.repeat(16), 'bad_note'],
    'carriage returns': [good.replaceAll('\n', '\r\n'), 'bad_note'],
    'no line feed at the end': [good.slice(0, -1), 'bad_note'],
    'no signature': [`${origin}\n${size}\n${root}\n\n`, 'bad_note'],
    'only a signature of an unknown key': [`${origin}\n${size}\n${root}\n\n${unknown}`, 'unsigned'],
    'a hyphen for the dash': [good.replace('—', '-'), 'bad_note'],
    'a plus sign in the name of a key': [good + unknown.replace('witness', 'wit+ness'), 'bad_note'],
    'base64 with stray low bits': [good + unknown.replace('AAAAAAAA', 'AAAAAAB='), 'bad_base64'],
    'base64 without padding': [good.replace(/=\n$/, '\n'), 'bad_base64'],
    'another size under the signature': [good.replace('\n2\n', '\n3\n'), 'bad_signature'],
    'the signature cut short': [
      good.replace(signature, `${signature.slice(0, -8)}AAA=`),
      'bad_signature',
    ],
    'a tab in the text': [good.replace('\n2\n', '\n\t2\n'), 'bad_note'],
  };
  return {
    about: 'Signed notes to open under the key of checkpoint.json',
    notes: Object.entries(cases).map(([name, [note, result]]) => ({ name, note, result })),
    texts: [
      { text: `${origin}\n2\n${root}\n`, result: 'ok' },
      { text: `${origin}\n02\n${root}\n`, result: 'bad_checkpoint' },
      { text: `${origin}\n+2\n${root}\n`, result: 'bad_checkpoint' },
      { text: `${origin}\n9007199254740992\n${root}\n`, result: 'bad_checkpoint' },
      { text: `${origin}\n2\n${root}\nextension\n`, result: 'bad_checkpoint' },
      { text: `${origin}\n2\nAAAA\n`, result: 'bad_checkpoint' },
      { text: `${origin}\n2\n${root.slice(0, -1)}\n`, result: 'bad_base64' },
      { text: `\n2\n${root}\n`, result: 'bad_checkpoint' },
    ],
  };
}

/** Texts that a body may or may not be; `isBody` is about the JSON alone. */
function jsonVectors() {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  return {
    about: 'Whether a text is the one canonical spelling of a body',
    texts: [
      { text: '{}', isBody: true },
      { text: '{"a":1,"b":[true,false,null]}', isBody: true },
      { text: '{"b":1,"a":2}', isBody: false },
      { text: '{"a":1,"a":1}', isBody: false },
      { text: '{"a": 1}', isBody: false },
      { text: '{"a":1.5}', isBody: false },
      { text: '{"a":1e2}', isBody: false },
      { text: '{"a":-0}', isBody: false },
      { text: '{"a":9007199254740991}', isBody: true },
      { text: '{"a":9007199254740992}', isBody: false },
      { text: '{"a":"\\u20ac"}', isBody: false },
      { text: '{"a":"€"}', isBody: true },
      { text: '{"a":"\\u001f\\n"}', isBody: true },
      { text: '{"a":"\\u001F"}', isBody: false },
      { text: '{"a":"\\/"}', isBody: false },
      { text: '{"a":"\\ud800"}', isBody: false },
      { text: '{"__proto__":1}', isBody: false },
      { text: '{"€":1,"\u{1F600}":2,"\uFB33":3}', isBody: true },
      { text: nested(8), isBody: true },
      { text: nested(9), isBody: false },
      { text: `["${'x'.repeat(1024)}"]`, isBody: true },
      { text: `["${'x'.repeat(1025)}"]`, isBody: false },
      { text: `[${'0,'.repeat(255)}0]`, isBody: true },
      { text: `[${'0,'.repeat(256)}0]`, isBody: false },
    ],
  };
}

async function bundleVector() {
  const files = await bundleOf(sampleLog(5), [2]);
  return {
    about: 'An evidence bundle that is verified under its own policy; files in base64',
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, encodeBase64(bytes)])),
  };
}
