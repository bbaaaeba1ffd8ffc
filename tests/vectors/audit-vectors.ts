import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat, hexOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { genesisHash } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { type HashReader, proveConsistency, proveInclusion } from '../../src/domain/audit/proof.ts';
import { noteKey, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import { entryBundlesOf, hashTilesOf, tilePath, tileRoot } from '../../src/domain/audit/tile.ts';
import { bodyEdges, leafEdges } from './edge-leaves.ts';
import { bytesOf, sampleBody } from './sample-facts.ts';
import { bundleOf, sampleLog } from './sample-log.ts';
import { tarVectors } from './tar-vectors.ts';

const treeSizes = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 128, 129, 200, 255, 256, 257,
];
const entryCount = 63;
const edgesAbout =
  'Leaves to take apart ({fill} stands for as many times x as `fill` says; base64 where a leaf is no text), and bodies to judge by their fields, whatever the class of the leaf; ok or the code of the error';

/** The vectors of the audit format, by the name of their file. */
export async function auditVectors(): Promise<Readonly<Record<string, unknown>>> {
  return {
    'leaves.json': leafVectors(),
    'tree.json': await treeVectors(),
    'checkpoint.json': checkpointVectors(),
    'notes.json': noteVectors(),
    'json.json': jsonVectors(),
    'edges.json': { ...leafEdges(), ...bodyEdges(), about: edgesAbout },
    'tar.json': await tarVectors(),
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
    refused: await refusedProofs(),
    paths: tilePaths(),
  };
}

/** Proofs that lead nowhere, of a tree of 7 and one of 8. */
async function refusedProofs() {
  const texts = (hashes: readonly Uint8Array[]) => hashes.map(encodeBase64);
  const proof = texts(await proveInclusion(2, 7, readHash));
  const [one = '', two = '', ...rest] = proof;
  const grown = texts(await proveConsistency(3, 7, readHash));
  const whole = texts(await proveConsistency(4, 8, readHash));
  return {
    inclusion: [
      { name: 'another index', index: 3, size: 7, leaf: 2, proof },
      { name: 'another leaf', index: 2, size: 7, leaf: 3, proof },
      { name: 'another size', index: 2, size: 8, leaf: 2, proof },
      { name: 'beyond the tree', index: 7, size: 7, leaf: 2, proof },
      { name: 'a hash too many', index: 2, size: 7, leaf: 2, proof: [...proof, one] },
      { name: 'a hash too few', index: 2, size: 7, leaf: 2, proof: proof.slice(0, -1) },
      { name: 'two hashes swapped', index: 2, size: 7, leaf: 2, proof: [two, one, ...rest] },
      { name: 'none', index: 2, size: 7, leaf: 2, proof: [] },
      { name: 'one for a tree of 1', index: 0, size: 1, leaf: 0, proof: [one] },
    ],
    consistency: [
      { name: 'another smaller tree', size1: 4, size2: 7, proof: grown },
      { name: 'the larger one first', size1: 7, size2: 3, proof: grown },
      { name: 'a hash too many', size1: 3, size2: 7, proof: [...grown, one] },
      { name: 'a hash too few', size1: 3, size2: 7, proof: grown.slice(0, -1) },
      { name: 'none', size1: 3, size2: 7, proof: [] },
      { name: 'one for trees of one size', size1: 7, size2: 7, proof: [one] },
      {
        name: 'the smaller root ahead, where it is a power of two',
        size1: 4,
        size2: 8,
        proof: [encodeBase64(rootOf(4)), ...whole],
      },
    ],
  };
}

function tilePaths() {
  const last = (size: number) => [
    ...[...hashTilesOf(size)].filter(
      ({ level, index }, at, all) => all[at + 1]?.level !== level || index < 0,
    ),
    ...[...entryBundlesOf(size)].slice(-1),
  ];
  return [1, 255, 256, 257, 65_536, 70_000]
    .map((size) => ({
      size,
      lastOfEachLevel: last(size).map(tilePath),
    }))
    .concat([
      {
        size: 256 * 1_234_068,
        lastOfEachLevel: [tilePath({ level: 0, index: 1_234_067, width: 256 })],
      },
    ]);
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
    'a signature whose S is not reduced': [unreduced(good), 'bad_signature'],
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

/** The same signature with the order of the group added to S, which RFC 8032 section 5.1.7 refuses. */
function unreduced(note: string): string {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  return note.replace(/[^ ]+\n$/, (line) => {
    const bytes = Buffer.from(line, 'base64');
    const reversed = Buffer.from(bytes.subarray(36)).reverse();
    const digits = (BigInt(`0x${reversed.toString('hex')}`) + order).toString(16);
    const s = Buffer.from(digits.padStart(64, '0'), 'hex').reverse();
    return `${Buffer.concat([bytes.subarray(0, 36), s]).toString('base64')}\n`;
  });
}

/** Canonical JSON within the limits of a body, and what is not. */
function jsonVectors() {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  return {
    about:
      'Whether a text is canonical JSON within the limits of a body; that a body is an object is for bodies.json',
    texts: [
      { text: '{}', isCanonical: true },
      { text: '{"a":1,"b":[true,false,null]}', isCanonical: true },
      { text: '{"b":1,"a":2}', isCanonical: false },
      { text: '{"a":1,"a":1}', isCanonical: false },
      { text: '{"a": 1}', isCanonical: false },
      { text: '{"a":1.5}', isCanonical: false },
      { text: '{"a":1e2}', isCanonical: false },
      { text: '{"a":-0}', isCanonical: false },
      { text: '{"a":9007199254740991}', isCanonical: true },
      { text: '{"a":9007199254740992}', isCanonical: false },
      { text: '{"a":"\\u20ac"}', isCanonical: false },
      { text: '{"a":"€"}', isCanonical: true },
      { text: '{"a":"\\u001f\\n"}', isCanonical: true },
      { text: '{"a":"\\u001F"}', isCanonical: false },
      { text: '{"a":"\\/"}', isCanonical: false },
      { text: '{"a":"\\ud800"}', isCanonical: false },
      { text: '{"__proto__":1}', isCanonical: false },
      { text: '{"€":1,"\u{1F600}":2,"\uFB33":3}', isCanonical: true },
      { text: nested(8), isCanonical: true },
      { text: nested(9), isCanonical: false },
      { text: `["${'x'.repeat(1024)}"]`, isCanonical: true },
      { text: `["${'x'.repeat(1025)}"]`, isCanonical: false },
      { text: `[${'0,'.repeat(255)}0]`, isCanonical: true },
      { text: `[${'0,'.repeat(256)}0]`, isCanonical: false },
      { text: '{"toJSON":1}', isCanonical: false },
      { text: '{"a":{"__proto__":1}}', isCanonical: false },
      { text: '[{"toJSON":1}]', isCanonical: false },
      { text: '{"constructor":1}', isCanonical: true },
      { text: `{"${'x'.repeat(1024)}":1}`, isCanonical: true },
      { text: `{"${'x'.repeat(1025)}":1}`, isCanonical: false },
      { text: `["${'\u{1F600}'.repeat(512)}"]`, isCanonical: true },
      { text: `["${'\u{1F600}'.repeat(513)}"]`, isCanonical: false },
      { text: '\ufeff{}', isCanonical: false },
      { text: ' {}', isCanonical: false },
      { text: '{}\t', isCanonical: false },
      { text: '', isCanonical: false },
      { text: '{"a":-9007199254740991}', isCanonical: true },
      { text: '{"a":-9007199254740992}', isCanonical: false },
      { text: '{"a":01}', isCanonical: false },
      { text: '{"a":NaN}', isCanonical: false },
      { text: '{"a":"\u007f\u2028"}', isCanonical: true },
      { text: '{"10":1,"9":2}', isCanonical: true },
      { text: '{"9":1,"10":2}', isCanonical: false },
      { text: '"x"', isCanonical: true },
      { text: '0', isCanonical: true },
      { text: 'null', isCanonical: true },
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
