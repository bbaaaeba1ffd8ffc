import { utf8 } from '../../src/domain/audit/bytes.ts';
import { leafHash } from '../../src/domain/audit/merkle.ts';
import { formatPolicy } from '../../src/domain/audit/policy.ts';
import { proveInclusion } from '../../src/domain/audit/proof.ts';
import { encodeReceipt, type Receipt } from '../../src/domain/audit/receipt.ts';
import { type Tile, tileHashReader, tilePath } from '../../src/domain/audit/tile.ts';
import { type HashTile, TileBuilder } from '../../src/domain/audit/tile-builder.ts';
import type { Subject } from '../../src/domain/audit/verify-receipt.ts';
import { cosignedBy, witnessedPolicy } from './evidence-bundles.ts';
import { sampleBody } from './sample-facts.ts';
import { type SampleLog, sampleLog, sampleSigner } from './sample-log.ts';

/** A receipt, what was asked of it, and what has to come out. */
export interface ReceiptCase {
  readonly name: string;
  /** Where it is not the one of the key alone. */
  readonly policy?: string;
  readonly receipt: string;
  readonly expected: Subject;
  readonly verdict: 'verified' | 'tampered' | 'incomplete' | 'refused';
  /** The checks that find something; of a receipt that is refused there are none. */
  readonly checks: readonly string[];
}

export async function receiptAt(log: SampleLog, index: number): Promise<Receipt> {
  const size = log.leaves.length;
  const tree = new TileBuilder();
  const tiles = new Map<string, Uint8Array>();
  const keep = ({ tile, hashes }: HashTile) => tiles.set(tilePath(tile), hashes);
  for (const leaf of log.leaves) tree.append(leafHash(leaf)).forEach(keep);
  tree.partialTiles().forEach(keep);
  const readTile = async (tile: Tile) => tiles.get(tilePath(tile)) ?? new Uint8Array();
  const proof = await proveInclusion(index, size, tileHashReader(size, readTile));
  const leaf = log.leaves[index] ?? new Uint8Array();
  return { leaf, index, proof, checkpoint: log.checkpointAt(size) };
}

const index = 4;

/** Good and bad receipts of one log, to be verified under its key alone. */
export async function receiptCases(): Promise<ReceiptCase[]> {
  const log = sampleLog(21);
  const good = await receiptAt(log, index);
  const text = encodeReceipt(good);
  return [
    ...goodCases(good),
    ...(await foreignCases(log, good)),
    ...witnessedCases(log, good),
    ...brokenCases(good),
    ...spellingCases(text),
    ...subjectCases(text),
  ];
}

function named(name: string, receipt: Receipt | string, ...checks: readonly string[]): ReceiptCase {
  const text = typeof receipt === 'string' ? receipt : encodeReceipt(receipt);
  const verdict = checks.length === 0 ? 'verified' : 'tampered';
  return { name, receipt: text, expected: {}, verdict, checks };
}

function goodCases(good: Receipt): ReceiptCase[] {
  const cosigned = { ...good, checkpoint: cosignedBy(good.checkpoint, [1, 2]) };
  return [
    named('as written', good),
    named('with cosignatures, of which the policy knows none', cosigned),
  ];
}

async function foreignCases(log: SampleLog, good: Receipt): Promise<ReceiptCase[]> {
  const forged = await receiptAt(sampleLog(21, sampleSigner(2)), index);
  const foreign = await receiptAt(
    sampleLog(21, sampleSigner(1, 'audit.monago.example/log/another')),
    index,
  );
  const other = log.leaves[index + 1] ?? new Uint8Array();
  const renamed = good.checkpoint.replace('\u2014 ', '\u2014 x.');
  const signature = /(?<=\n\n)[\s\S]*$/.exec(log.checkpointAt(20))?.[0] ?? '';
  const mixed = good.checkpoint.replace(/(?<=\n\n)[\s\S]*$/, signature);
  return [
    { ...named('signed by another key', forged, 'V3'), verdict: 'incomplete' },
    {
      ...named('signed by nobody that the policy knows', { ...good, checkpoint: renamed }, 'V3'),
      verdict: 'incomplete',
    },
    named('a signature that is not valid', { ...good, checkpoint: mixed }, 'V3'),
    named('of another log, signed by its key', foreign, 'V2', 'V3'),
    named('an entry of another log', { ...good, leaf: foreign.leaf }, 'V5', 'V7'),
    named('the entry next to it', { ...good, leaf: other }, 'V5', 'V7'),
    named('the checkpoint of a smaller tree', { ...good, checkpoint: log.checkpointAt(20) }, 'V5'),
    named('the checkpoint of the empty tree', { ...good, checkpoint: log.checkpointAt(0) }, 'V5'),
  ];
}

/** Under a policy that asks for two of three witnesses. */
function witnessedCases(log: SampleLog, good: Receipt): ReceiptCase[] {
  const policy = formatPolicy(witnessedPolicy(log));
  const { checkpoint } = good;
  const of = (name: string, note: string, verdict: ReceiptCase['verdict']): ReceiptCase => {
    const checks = verdict === 'verified' ? [] : ['V4'];
    return { ...named(name, { ...good, checkpoint: note }, ...checks), policy, verdict };
  };
  const [, foreign = ''] = cosignedBy(log.checkpointAt(20), [3]).split(/(?=\u2014 witness)/);
  return [
    of('two of three witnesses', cosignedBy(checkpoint, [1, 2]), 'verified'),
    of('one of three witnesses', cosignedBy(checkpoint, [1]), 'incomplete'),
    of('two witnesses and an invalid one', cosignedBy(checkpoint, [1, 2]) + foreign, 'tampered'),
  ];
}

function brokenCases(good: Receipt): ReceiptCase[] {
  const { proof, leaf } = good;
  const changed = leaf.with(leaf.length - 3, 0x31);
  return [
    named('another index', { ...good, index: index + 1 }, 'V5', 'V7'),
    named('an index beyond the tree', { ...good, index: 21 }, 'V5', 'V7'),
    named('a hash too many', { ...good, proof: [...proof, proof[0] ?? leaf] }, 'V5'),
    named('a hash too few', { ...good, proof: proof.slice(1) }, 'V5'),
    named('no hash', { ...good, proof: [] }, 'V5'),
    named(
      'two hashes swapped',
      { ...good, proof: [proof[1] ?? leaf, proof[0] ?? leaf, ...proof.slice(2)] },
      'V5',
    ),
    named('a changed entry', { ...good, leaf: changed }, 'V11', 'V5'),
    named('bytes that are no entry', { ...good, leaf: utf8('x') }, 'V5', 'V7'),
  ];
}

function spellingCases(text: string): ReceiptCase[] {
  const refused = (name: string, receipt: string): ReceiptCase => ({
    ...named(name, receipt),
    verdict: 'refused',
  });
  return [
    refused('another first line', text.replace('@v1', '@v2')),
    refused('without the entry', text.replace(/^extra .*\n/m, '')),
    refused('an index with a leading zero', text.replace('index 4', 'index 04')),
    refused('an index with a sign', text.replace('index 4', 'index +4')),
    refused('a hash that is too short', text.replace(/(index 4\n).*\n/, '$1AAAA\n')),
    refused('base64 without padding', text.replace(/=\n/, '\n')),
    refused('without a checkpoint', text.slice(0, text.indexOf('\n\n') + 1)),
    refused('carriage returns', text.replaceAll('\n', '\r\n')),
    { ...named('a checkpoint without its signature', text.replace(/\n\u2014 .*\n$/, '\n'), 'V2') },
  ];
}

function subjectCases(text: string): ReceiptCase[] {
  const [own, other] = [sampleBody(index), sampleBody(index + 2)];
  const hash = Buffer.from(leafHash(sampleLog(21).leaves[index] ?? new Uint8Array()));
  const asked = (name: string, expected: Subject, ...checks: readonly string[]): ReceiptCase => ({
    ...named(name, text, ...checks),
    expected,
  });
  return [
    asked('asked for its entry', { entryId: own.id }),
    asked('asked for its request', { requestId: own.request_id }),
    asked('asked for its hash', { leafHash: hash.toString('hex') }),
    asked('asked for its hash in base64', { leafHash: hash.toString('base64') }),
    asked('asked for another entry', { entryId: other.id }, 'subject'),
    asked('asked for another request', { requestId: other.request_id }, 'subject'),
    asked('asked for another hash', { leafHash: '00'.repeat(32) }, 'subject'),
  ];
}
