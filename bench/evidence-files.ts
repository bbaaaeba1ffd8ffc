import { checkpointFile, policyFile } from '../src/domain/audit/bundle.ts';
import { utf8 } from '../src/domain/audit/bytes.ts';
import { signCheckpoint } from '../src/domain/audit/checkpoint.ts';
import { classOfType } from '../src/domain/audit/class-of-type.ts';
import { encodeBody } from '../src/domain/audit/entry.ts';
import type { AuditBody, AuditClass } from '../src/domain/audit/fact.ts';
import { encodeLeaf, genesisHash } from '../src/domain/audit/leaf.ts';
import { leafHash } from '../src/domain/audit/merkle.ts';
import { formatPolicy, policyOf } from '../src/domain/audit/policy.ts';
import { noteKey } from '../src/domain/audit/signed-note.ts';
import {
  encodeEntryBundle,
  entryBundlesOf,
  tilePath,
  tileWidth,
} from '../src/domain/audit/tile.ts';
import { TileBuilder } from '../src/domain/audit/tile-builder.ts';
import { formatTime } from '../src/domain/audit/time.ts';
import { makeId } from '../src/domain/ids.ts';
import type { BundleFile } from '../src/ports/unit-of-work.ts';
import { sampleBody } from '../tests/vectors/sample-facts.ts';
import { sampleSigner } from '../tests/vectors/sample-log.ts';

const signer = sampleSigner();
/** Of the log that `evidenceFiles` makes. */
export const evidencePolicy = policyOf(noteKey(signer.name, signer.publicKey));
const startMs = Date.UTC(2026, 0, 2);
const perCycle = 20;

/**
 * A sound bundle of any size, one entry bundle in memory at a time: a log of calls, nine pairs of intent and outcome to
 * two other entries.
 */
export function* evidenceFiles(size: number): Generator<BundleFile> {
  const tree = new TileBuilder();
  const counters: Record<AuditClass, number> = { ai: 0, admin: 0, auth: 0, sys: 0 };
  let prev = genesisHash(signer.name);
  for (const tile of entryBundlesOf(size)) {
    const leaves: Uint8Array[] = [];
    for (let index = tile.index * tileWidth; leaves.length < tile.width; index++) {
      const body = bodyAt(index);
      const entryClass = classOfType[body.type];
      const [classIndex, origin] = [counters[entryClass]++, signer.name];
      const frame = { origin, index, class: entryClass, classIndex, time: body.obs_time, prev };
      const leaf = encodeLeaf({ ...frame, body: encodeBody(body) });
      prev = leafHash(leaf);
      leaves.push(leaf);
      for (const full of tree.append(prev)) yield { name: tilePath(full.tile), bytes: full.hashes };
    }
    yield { name: tilePath(tile), bytes: encodeEntryBundle(leaves) };
  }
  for (const part of tree.partialTiles()) yield { name: tilePath(part.tile), bytes: part.hashes };
  yield { name: policyFile, bytes: utf8(formatPolicy(evidencePolicy)) };
  const head = { origin: signer.name, size, root: tree.root() };
  yield { name: checkpointFile, bytes: utf8(signCheckpoint(head, signer)) };
}

function bodyAt(index: number): AuditBody {
  const id = idAt(index);
  const frame = { id, obs_time: formatTime((startMs + index) * 1000) };
  if (index === 0) return { ...sampleBody(0), ...frame };
  const place = index % perCycle;
  if (place < 2) return { ...sampleBody(2 + place), ...frame };
  if (place % 2 === 0) return { ...sampleBody(4), ...frame };
  const outcome = sampleBody(5);
  if (outcome.type !== 'ai.request.outcome') throw new Error('the samples were moved');
  return { ...outcome, ...frame, intent: idAt(index - 1) };
}

function idAt(index: number): AuditBody['id'] {
  return makeId(
    'aud',
    startMs + index,
    Uint8Array.from({ length: 10 }, (_, at) => index >> at),
  );
}
