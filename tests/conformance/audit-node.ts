import { randomBytes } from 'node:crypto';
import { closeOrphans } from '../../src/adapters/database/audit/close-orphans.ts';
import { ContentKeys } from '../../src/adapters/database/audit/content/content-keys.ts';
import { ContentSealer } from '../../src/adapters/database/audit/content/content-sealer.ts';
import type { FollowedLogs } from '../../src/adapters/database/audit/followed-logs.ts';
import { HighWater } from '../../src/adapters/database/audit/high-water.ts';
import type { LogOperations } from '../../src/adapters/database/audit/log-operations.ts';
import { type LogIdentity, LogSigner } from '../../src/adapters/database/audit/log-signer.ts';
import { LogTailer } from '../../src/adapters/database/audit/log-tailer.ts';
import { LogWatch } from '../../src/adapters/database/audit/log-watch.ts';
import { PostgresAuditLog } from '../../src/adapters/database/audit/postgres-audit-log.ts';
import { PostgresAuditReader } from '../../src/adapters/database/audit/postgres-audit-reader.ts';
import type { Connections } from '../../src/adapters/database/connections.ts';
import { connectDatabase, type Database } from '../../src/adapters/database/open-database.ts';
import { PostgresKeyRegistry } from '../../src/adapters/database/postgres-key-registry.ts';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { AesContentKeyVault } from '../../src/adapters/kms/aes-content-key-vault.ts';
import { Ed25519KeyVault } from '../../src/adapters/kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { checkKeys } from '../../src/adapters/kms/key-check.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { cryptoRandom } from '../../src/adapters/telemetry/crypto-random.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { AuditId, RequestId, TenantId } from '../../src/domain/ids.ts';
import type { NewEntry } from '../../src/ports/audit-log.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';

export const random = cryptoRandom(systemClock);

/** A key-encryption key that every node of these tests shares. */
export interface SharedKey {
  readonly kid: string;
  readonly key: Buffer;
}

export interface NodeSettings {
  readonly kek: SharedKey;
  readonly highWaterDir: string;
  readonly name: string;
  /** Called with each checkpoint before anybody else has it. */
  readonly onSigned?: (note: string) => void;
}

/** In milliseconds; 0 turns a task off. */
export interface WatchSettings {
  readonly orphanAfterMs: number;
  readonly heartbeatMs: number;
  readonly selfCheckMs: number;
  /** The system's unless told. */
  readonly clock: Clock;
}

export interface RecordedEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

/** One Monago process as far as the audit log is concerned. */
export interface AuditNode {
  readonly auditLog: PostgresAuditLog;
  readonly auditReader: PostgresAuditReader;
  closeOrphans(olderThanMs: number): Promise<number>;
  /** What the operator's commands are built from. */
  readonly operations: LogOperations & { readonly log: Log };
  readonly tailer: LogTailer;
  watch(settings: Partial<WatchSettings>): LogWatch;
  readonly contentKeys: ContentKeys;
  readonly database: Database;
  readonly events: readonly RecordedEvent[];
  readonly opened: readonly LogIdentity[];
  close(): Promise<void>;
}

export async function openAuditNode(
  connections: Connections,
  { kek, highWaterDir, name, onSigned }: NodeSettings,
): Promise<AuditNode> {
  const events: RecordedEvent[] = [];
  const opened: LogIdentity[] = [];
  const log = recordingLog(events);
  const database = await connectDatabase(connections, 4, log);
  const kms = new LocalKms({ active: kek, keys: [kek] }, randomBytes);
  await checkKeys(kms, new PostgresKeyRegistry(database));
  const vault = new EnvelopeVault(kms, randomBytes);
  const pool = database.openAppPool('monago-audit', 4);
  const contentVault = new AesContentKeyVault(vault, randomBytes);
  const contentKeys = new ContentKeys({ pool, vault: contentVault, clock: systemClock, random });
  const use = {
    pool,
    readerPool: database.reader,
    keys: new Ed25519KeyVault(vault, randomBytes),
    content: new ContentSealer(contentKeys, systemClock),
    clock: systemClock,
    random,
    log,
    node: name,
    auditDomain: 'audit.example.test',
    highWater: recordingHighWater(new HighWater(highWaterDir, log), onSigned),
    onLogOpened: (identity: LogIdentity) => void opened.push(identity),
  };
  const signer = new LogSigner(use);
  const followed: FollowedLogs = new Map();
  const auditLog = new PostgresAuditLog({ ...use, signer });
  const operations = { ...use, auditLog, signer, version: 'test' };
  const watch = (settings: Partial<WatchSettings>): LogWatch => {
    const never = { orphanAfterMs: 3_600_000, heartbeatMs: 0, selfCheckMs: 0 };
    return new LogWatch({ ...operations, verifySignature: ed25519Verify, ...never, ...settings });
  };
  const auditReader = new PostgresAuditReader({ pool: database.app, signer, followed });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await auditLog.close();
    await database.close();
  };
  return {
    auditLog,
    auditReader,
    closeOrphans: (olderThanMs) => closeOrphans({ ...use, auditLog }, olderThanMs),
    operations,
    tailer: new LogTailer({ ...use, signer, followed }),
    watch,
    contentKeys,
    database,
    events,
    opened,
    close: () => (closing ??= close()),
  };
}

/** Tenants have few tokens and many requests; each token has a content key. */
const caller = random.id('tok');

/** Of an intent and of its outcome: the digits of the intent's own id. */
function requestOf(intentId: AuditId): RequestId {
  return `req_${intentId.slice(intentId.indexOf('_') + 1)}`;
}

export function intent(tenantId: TenantId): NewEntry {
  const entryId = random.id('aud');
  const fact: AuditFact = {
    type: 'ai.request.intent',
    actor: { type: 'token', id: caller },
    workspace: random.id('ws'),
    request_id: requestOf(entryId),
    api: 'chat.completions',
    provider: 'openai',
    model_requested: 'gpt-4o-mini',
    stream: true,
    decision: 'allowed',
    policy_version: '1',
    pii: [],
    incidents: [],
    risk: { score: 0, band: 'low' },
    req: { commit: randomBytes(32).toString('base64'), bytes: 512 },
    credential: {
      id: random.id('cred'),
      provider: 'openai',
      name: 'production-openai',
      last4: 'wxYZ',
      version: 1,
      source: 'tenant',
    },
  };
  return { tenantId, entryId, fact, salt: randomBytes(32) };
}

export function outcome(tenantId: TenantId, of: AuditId): NewEntry {
  const fact: AuditFact = {
    type: 'ai.request.outcome',
    actor: { type: 'token', id: caller },
    request_id: requestOf(of),
    intent: of,
    status: 'ok',
    http: 200,
    usage: { source: 'provider', input: 123, output: 456, cached: 0, reasoning: 0 },
    cost_microusd: 420,
    ttft_ms: 350,
    latency_ms: 1200,
    res: { commit: randomBytes(32).toString('base64'), bytes: 2048 },
  };
  return { tenantId, entryId: random.id('aud'), fact, salt: randomBytes(32) };
}

/** Logs that something was made for here. */
const begun = new Set<TenantId>();

/** A small entry; the first one of a tenant opens its log, as that of every log does. */
export function signIn(tenantId: TenantId): NewEntry {
  if (!begun.has(tenantId)) {
    begun.add(tenantId);
    const actor = { type: 'system', id: 'monago' } as const;
    const opening: AuditFact = { type: 'log.opened', actor, version: 'test' };
    return { tenantId, entryId: random.id('aud'), fact: opening };
  }
  const fact: AuditFact = {
    type: 'auth.signed_in',
    actor: { type: 'user', id: random.id('usr') },
  };
  return { tenantId, entryId: random.id('aud'), fact };
}

function recordingHighWater(
  highWater: HighWater,
  onSigned: (note: string) => void = () => undefined,
): HighWater {
  const raise = highWater.raise.bind(highWater);
  highWater.raise = (origin, mark) => {
    onSigned(mark.note);
    raise(origin, mark);
  };
  return highWater;
}

function recordingLog(events: RecordedEvent[]): Log {
  const record =
    (level: RecordedEvent['level']) =>
    (event: string, fields: LogFields = {}): void => {
      events.push({ level, event, fields });
    };
  return { info: record('info'), warn: record('warn'), error: record('error') };
}
