import { randomBytes } from 'node:crypto';
import { PostgresContentReader } from '../../src/adapters/database/audit/content/postgres-content-reader.ts';
import type { CommitDependencies } from '../../src/adapters/database/commit.ts';
import type { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import { PostgresInvitationLookup } from '../../src/adapters/database/postgres-invitation-lookup.ts';
import { PostgresSessionStore } from '../../src/adapters/database/postgres-session-store.ts';
import { PostgresTenantRegistry } from '../../src/adapters/database/postgres-tenant-registry.ts';
import { PostgresUnitOfWork } from '../../src/adapters/database/postgres-unit-of-work.ts';
import { PostgresTokenKeyStore } from '../../src/adapters/database/token-key-store.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { Argon2PasswordHasher } from '../../src/adapters/identity/argon2-password-hasher.ts';
import { JwtIssuer } from '../../src/adapters/identity/jwt-issuer.ts';
import { JwtVerifier } from '../../src/adapters/identity/jwt-verifier.ts';
import { openTokenSigningKey } from '../../src/adapters/identity/token-keys.ts';
import { Ed25519KeyVault } from '../../src/adapters/kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { createAnthropicProvider } from '../../src/adapters/providers/anthropic.ts';
import { createBedrockProvider } from '../../src/adapters/providers/bedrock.ts';
import { createOpenAiProvider } from '../../src/adapters/providers/openai.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { ControlPorts } from '../../src/control/control.ts';
import type { DeploymentMode } from '../../src/domain/access/role.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { type AuditNode, random, type SharedKey } from '../conformance/audit-node.ts';
import { quietLog } from '../support/quiet-log.ts';

interface Parts {
  readonly mode: DeploymentMode;
  readonly node: AuditNode;
  readonly directory: PostgresDirectory;
  readonly egress: ClosableEgress;
  readonly clock: Clock;
  readonly kek: SharedKey;
}

/** The ports of the control plane, all of them real. */
export async function openPorts({
  mode,
  node,
  directory,
  egress,
  clock,
  kek,
}: Parts): Promise<ControlPorts> {
  const { database, auditLog, auditReader } = node;
  const kms = new LocalKms({ active: kek, keys: [kek] }, randomBytes);
  const vault = new EnvelopeVault(kms, randomBytes);
  const signingKeys = new Ed25519KeyVault(vault, randomBytes);
  const store = new PostgresTokenKeyStore(database);
  const signingKey = await openTokenSigningKey({ store, vault: signingKeys, random }, clock.now());
  const changes = changesOn(node, directory);
  const unitOfWork = new PostgresUnitOfWork(changes);
  await unitOfWork.ensurePlatformTenant();
  return {
    mode,
    unitOfWork,
    tenants: new PostgresTenantRegistry(changes),
    sessions: new PostgresSessionStore(database),
    invitations: new PostgresInvitationLookup(database),
    auditLog,
    auditReader,
    contentReader: new PostgresContentReader(database.app, node.contentKeys),
    vault,
    providers: {
      openai: createOpenAiProvider(egress, systemClock),
      anthropic: createAnthropicProvider(egress, systemClock),
      bedrock: createBedrockProvider(egress, systemClock),
    },
    tokens: new JwtIssuer(signingKey, clock),
    tokenVerifier: new JwtVerifier({ signingKey: (kid) => directory.signingKey(kid), clock }),
    directory,
    passwords: new Argon2PasswordHasher(),
    clock,
    random,
    log: quietLog,
    productVersion: '0.0.0-test',
  };
}

export function changesOn(
  node: Pick<AuditNode, 'database' | 'auditLog'>,
  directory: PostgresDirectory,
): CommitDependencies {
  return {
    database: node.database,
    audit: node.auditLog,
    directory,
    random,
    clock: systemClock,
    version: '0.0.0-test',
  };
}

export function egressTo(emulators: readonly { readonly url: string }[]): ClosableEgress {
  return createEgress({
    mode: 'onprem',
    allow: emulators.map(({ url }) => new URL(url).host),
    own: () => [],
    connectTimeoutMs: 2_000,
    headTimeoutMs: 10_000,
    idleTimeoutMs: 10_000,
    totalTimeoutMs: 20_000,
    connectionsMax: 8,
  });
}

/** The time of day, and how far a test has moved it. */
export function movableClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    monotonic: () => performance.now() + ahead,
    skip: (ms: number) => {
      ahead += ms;
    },
  };
}
