import { ed25519Signer, ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import type { BundleReader } from '../../src/domain/audit/bundle.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { signCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { encodeBody } from '../../src/domain/audit/entry.ts';
import {
  type AuditBody,
  type AuditClass,
  type AuditFact,
  classOfType,
} from '../../src/domain/audit/fact.ts';
import { encodeLeaf, genesisHash, type Leaf } from '../../src/domain/audit/leaf.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import type { LogPolicy } from '../../src/domain/audit/policy.ts';
import { type NoteSigner, noteKey } from '../../src/domain/audit/signed-note.ts';
import { formatTime } from '../../src/domain/audit/time.ts';
import { verifyBundle } from '../../src/domain/audit/verify.ts';
import { type Id, type IdPrefix, makeId } from '../../src/domain/ids.ts';
import { writeBundle } from './bundle-writer.ts';

/** A log that is the same on every machine: fixed seeds stand in for the clock and the CSPRNG. */
export interface SampleLog {
  readonly origin: string;
  readonly leaves: readonly Uint8Array[];
  readonly signer: NoteSigner;
  readonly policy: LogPolicy;
  /** The signed checkpoint over the first entries. */
  checkpointAt(size: number): string;
}

const origin = 'audit.monago.example/log/01JDSAMPLE0000000000000000';
const startMs = Date.UTC(2026, 0, 2, 3, 4, 5);

export function bytesOf(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (seed * 31 + at * 7 + 1) & 0xff);
}

/** Private key of the sample logs; the second one is a forger's. */
export function sampleSigner(seed = 1, name = origin): NoteSigner {
  return ed25519Signer(name, bytesOf(seed, 32));
}

export function sampleLog(size: number, signer: NoteSigner = sampleSigner()): SampleLog {
  return logOf(leavesOf(size, signer.name), signer);
}

/** A log of any leaves, signed whether or not they are in order. */
export function logOf(
  leaves: readonly Uint8Array[],
  signer: NoteSigner = sampleSigner(),
): SampleLog {
  return {
    origin: signer.name,
    leaves,
    signer,
    policy: { log: noteKey(signer.name, signer.publicKey) },
    checkpointAt: (count) => signedHead(leaves.slice(0, count), signer),
  };
}

/** The signed checkpoint over any leaves. */
function signedHead(leaves: readonly Uint8Array[], signer: NoteSigner): string {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leafHash(leaf));
  const head = { origin: signer.name, size: leaves.length, root: range.root() };
  return signCheckpoint(head, signer);
}

/** The files of the log's evidence bundle, with earlier checkpoints of the given sizes. */
export async function bundleOf(
  log: SampleLog,
  earlier: readonly number[] = [],
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const checkpoints = earlier.map((size) => ({ size, note: log.checkpointAt(size) }));
  const checkpoint = log.checkpointAt(log.leaves.length);
  const { policy, leaves } = log;
  for (const file of writeBundle({ policy, checkpoint, checkpoints, leaves })) {
    files.set(file.name, file.bytes);
  }
  return files;
}

export function readerOf(files: ReadonlyMap<string, Uint8Array>): BundleReader {
  return { names: [...files.keys()], read: async (name) => files.get(name) };
}

/** Verifies files with the log's own policy pinned. */
export function verifyFiles(files: ReadonlyMap<string, Uint8Array>, log: SampleLog) {
  const trust = { policy: log.policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyBundle(readerOf(files), { trust });
}

function leavesOf(size: number, logName: string = origin): Uint8Array[] {
  return framed(
    Array.from({ length: size }, (_, index) => ({ body: sampleBody(index) })),
    logName,
  );
}

/** An entry to frame; the patch is what a faulty log would write instead. */
export interface UnframedEntry {
  readonly body: AuditBody;
  readonly patch?: Partial<Leaf>;
}

/** Frames bodies as a log does: index, counters, time and the hash of the entry ahead. */
export function framed(entries: readonly UnframedEntry[], logName: string = origin): Uint8Array[] {
  const leaves: Uint8Array[] = [];
  const counters: Record<AuditClass, number> = { ai: 0, admin: 0, auth: 0, sys: 0 };
  let prev = genesisHash(logName);
  for (const [index, { body, patch }] of entries.entries()) {
    const entryClass = classOfType[body.type];
    const leaf = encodeLeaf({
      origin: logName,
      index,
      class: entryClass,
      classIndex: counters[entryClass]++,
      time: timeAt(index),
      prev,
      body: encodeBody(body),
      ...patch,
    });
    prev = leafHash(leaf);
    leaves.push(leaf);
  }
  return leaves;
}

function timeAt(index: number): string {
  return formatTime((startMs + index * 250) * 1000 + index);
}

function idAt<Prefix extends IdPrefix>(prefix: Prefix, index: number): Id<Prefix> {
  return makeId(prefix, startMs + index, bytesOf(index, 10));
}

const workspace = idAt('ws', 1);
const admin = { type: 'user', id: idAt('usr', 2) } as const;
const system = { type: 'system', id: 'monago' } as const;
const anonymous = { type: 'anonymous', id: 'unknown' } as const;
const token = { type: 'token', id: idAt('tok', 3) } as const;
const credential = {
  id: idAt('cred', 4),
  provider: 'openai',
  name: 'production-openai',
  last4: '7Qx2',
  version: 1,
} as const;
const content = {
  commit: encodeBase64(commit(bytesOf(9, 32), utf8('{"model":"gpt-4o"}'))),
  bytes: 18,
};
const request = {
  actor: token,
  workspace,
  api: 'chat.completions',
  provider: 'openai',
  model_requested: 'gpt-4o',
  stream: true,
  decision: 'allowed',
  policy_version: '1',
  pii: [{ type: 'EMAIL', count: 2, action: 'detect' }],
  incidents: [],
  risk: { score: 12, band: 'low' },
  req: content,
} as const;
const service = { id: token.id, name: 'reporting', last4: 'Zq9-' } as const;

// After the opening, one of each type; the intent stands right ahead of its outcome.
const cycle: readonly ((index: number) => AuditFact)[] = [
  () => ({ type: 'auth.signed_in', actor: admin }),
  () => ({
    type: 'credential.created',
    actor: admin,
    credential,
    changes: [{ field: 'status', old: null, new: 'active' }],
  }),
  (index) => ({
    type: 'ai.request.intent',
    ...request,
    request_id: idAt('req', index),
    credential: { ...credential, source: 'tenant' },
  }),
  (index) => ({
    type: 'ai.request.outcome',
    actor: token,
    workspace,
    request_id: idAt('req', index - 1),
    intent: idAt('aud', index - 1),
    status: 'ok',
    http: 200,
    upstream_http: 200,
    model_used: 'gpt-4o-2024-08-06',
    usage: { source: 'provider', input: 11, output: 7, cached: 0, reasoning: 0 },
    cost_microusd: 98,
    ttft_ms: 210,
    latency_ms: 480,
    res: content,
  }),
  (index) => ({
    type: 'ai.request.denied',
    ...request,
    request_id: idAt('req', index),
    decision: 'blocked',
    incidents: ['prompt_injection'],
    reason: 'security_block',
  }),
  () => ({
    type: 'credential.rotated',
    actor: admin,
    credential: { ...credential, version: 2 },
    changes: [{ field: 'version', old: 1, new: 2 }],
  }),
  () => ({ type: 'credential.disabled', actor: admin, credential, changes: [] }),
  () => ({ type: 'credential.enabled', actor: admin, credential, changes: [] }),
  () => ({
    type: 'credential.revoked',
    actor: admin,
    credential,
    changes: [],
    confirm: 'typed_name',
  }),
  () => ({
    type: 'credential.rejected',
    actor: admin,
    provider: 'anthropic',
    name: 'clé «test» \u{1F511}',
    reason: 'invalid_api_key',
  }),
  () => ({ type: 'token.created', actor: admin, workspace, token: service, changes: [] }),
  () => ({ type: 'token.revoked', actor: admin, workspace, token: service, changes: [] }),
  () => ({ type: 'auth.failed', actor: anonymous, reason: 'sign_in_failed', count: 3 }),
  () => ({ type: 'audit.exported', actor: admin, size: 12 }),
  () => ({ type: 'node.started', actor: system, version: '0.1.0' }),
  () => ({ type: 'auth.signed_out', actor: admin }),
  () => ({
    type: 'settings.changed',
    actor: admin,
    changes: [{ field: 'credential_fallback', old: 'platform', new: 'never' }],
  }),
  () => ({ type: 'tenant.opened', actor: admin, tenant: idAt('ten', 1) }),
  () => ({ type: 'tenant.invited', actor: admin, tenant: idAt('ten', 1) }),
  () => ({
    type: 'key.rotation',
    actor: system,
    step: 'rewrapped',
    from: ['local:2026-11a'],
    to: 'local:2026-11b',
    rewrapped: 41,
    remaining: 0,
  }),
];

function factAt(index: number): AuditFact {
  if (index === 0) return { type: 'log.opened', actor: system, version: '0.1.0' };
  if (index === 1) {
    return {
      type: 'tenant.created',
      actor: system,
      tenant: idAt('ten', 0),
      administrator: admin.id,
    };
  }
  const make = cycle[(index - 2) % cycle.length];
  if (make === undefined) throw new Error('the cycle is empty');
  return make(index);
}

/** The body of the entry at a position. */
export function sampleBody(index: number): AuditBody {
  return {
    v: 1,
    id: idAt('aud', index),
    obs_time: timeAt(index),
    node: 'node-1',
    nonce: encodeBase64(bytesOf(index + 5, 16)),
    ...factAt(index),
  };
}
