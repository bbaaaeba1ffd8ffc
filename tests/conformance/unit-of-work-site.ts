import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditWriter } from '../../src/adapters/database/audit-writer.ts';
import type { Connections } from '../../src/adapters/database/connections.ts';
import { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import { PostgresUnitOfWork } from '../../src/adapters/database/postgres-unit-of-work.ts';
import {
  hashSetupToken,
  PostgresSetupLinkStore,
} from '../../src/adapters/database/setup-link-store.ts';
import { PostgresTokenKeyStore } from '../../src/adapters/database/token-key-store.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import type { Credential } from '../../src/domain/credential/credential.ts';
import type { SealedSecret } from '../../src/domain/credential/envelope.ts';
import type { ErrorCode } from '../../src/domain/error-table.ts';
import { asMonagoError } from '../../src/domain/errors.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { NewTenant, ServiceToken, TenantTransaction } from '../../src/ports/unit-of-work.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type AuditNode, openAuditNode, random } from './audit-node.ts';

/** One node on a database of its own, from the pools up to the unit of work. */
export interface Site {
  readonly fresh: FreshDatabase;
  readonly node: AuditNode;
  readonly directory: PostgresDirectory;
  readonly unitOfWork: PostgresUnitOfWork;
  readonly setupLinks: PostgresSetupLinkStore;
  /** The id of a token signing key that tokens may name. */
  readonly kid: string;
  /** A unit of work on the same database, with another log or other connections. */
  unitOfWorkWith(change: {
    audit?: AuditWriter;
    connections?: Connections;
  }): Promise<PostgresUnitOfWork>;
  /** A tenant beside the one that was set up, without a set-up link. */
  anotherTenant(): Promise<NewTenant>;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const fresh = await freshDatabase();
  const work = mkdtempSync(join(tmpdir(), 'monago-site-'));
  const kek = { kid: 'test', key: randomBytes(32) };
  const nodes: AuditNode[] = [];
  const openNode = async (connections: Connections): Promise<AuditNode> => {
    const name = `node-${nodes.length}`;
    const settings = { kek, highWaterDir: join(work, name), name };
    const node = await openAuditNode(connections, settings);
    nodes.push(node);
    return node;
  };
  const node = await openNode(fresh.connections);
  const { database } = node;
  const directory = await PostgresDirectory.open({ database, clock: systemClock, log: quietLog });
  const setupLinks = new PostgresSetupLinkStore(database, random);
  const base = { directory, random, clock: systemClock, version: '0.0.0-test' };
  const unitOfWork = new PostgresUnitOfWork({ ...base, database, audit: node.auditLog });
  const kid = randomBytes(8).toString('hex');
  await new PostgresTokenKeyStore(database).insert({
    kid,
    publicKey: randomBytes(32),
    sealed: someSealed(),
    createdAt: systemClock.now(),
  });
  return {
    fresh,
    node,
    directory,
    unitOfWork,
    setupLinks,
    kid,
    unitOfWorkWith: async ({ audit, connections }) => {
      const at = connections === undefined ? node : await openNode(connections);
      return new PostgresUnitOfWork({
        ...base,
        database: at.database,
        audit: audit ?? at.auditLog,
      });
    },
    anotherTenant: async () => {
      // Only the first tenant comes by a link; this one is created while nobody is looking for the others.
      const tenant = someTenant(await setupLinks.create(systemClock.now()));
      const isolated = { ...database, reader: database.app };
      const creator = new PostgresUnitOfWork({ ...base, database: isolated, audit: node.auditLog });
      await creator.createTenant(tenant, tenantCreated(tenant));
      return tenant;
    },
    close: async () => {
      await directory.close();
      for (const opened of nodes) await opened.close();
      await fresh.drop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

export function someTenant(setupToken: string): NewTenant {
  const id = random.id('ten');
  return {
    id,
    name: 'Example Bank',
    workspace: { id: random.id('ws'), slug: 'production', name: 'Production', isDefault: true },
    administrator: {
      id: random.id('usr'),
      tenantId: id,
      email: `${randomBytes(4).toString('hex')}@example.com`,
      name: 'Ada',
      role: 'admin',
      passwordHash: '$argon2id$test',
    },
    setupTokenHash: hashSetupToken(setupToken),
  };
}

/** A tenant as the set-up page makes it. */
export async function setUp(site: Site): Promise<NewTenant> {
  const tenant = someTenant(await site.setupLinks.create(systemClock.now()));
  await site.unitOfWork.createTenant(tenant, tenantCreated(tenant));
  return tenant;
}

export function tenantCreated(tenant: NewTenant): AuditFact {
  const { id } = tenant.administrator;
  return {
    type: 'tenant.created',
    actor: { type: 'user', id },
    tenant: tenant.id,
    administrator: id,
  };
}

export function someSealed(): SealedSecret {
  return {
    kekRef: 'local:test',
    wrappedDek: randomBytes(60),
    nonce: randomBytes(12),
    ciphertext: randomBytes(51),
    tag: randomBytes(16),
  };
}

export function someCredential(tenant: NewTenant, name = 'production-openai'): Credential {
  return {
    id: random.id('cred'),
    tenantId: tenant.id,
    provider: 'openai',
    name,
    baseUrl: undefined,
    region: undefined,
    destination: 'https://api.openai.com:443/v1',
    last4: 'wxYZ',
    status: 'active',
    validation: 'valid',
    version: 1,
    createdAt: systemClock.now(),
    createdBy: tenant.administrator.id,
    rotatedAt: undefined,
    rotatedBy: undefined,
  };
}

export function someToken(tenant: NewTenant, name = 'checkout-service'): ServiceToken {
  const now = systemClock.now();
  return {
    id: random.id('tok'),
    workspaceId: tenant.workspace.id,
    name,
    scope: 'inference',
    last4: 'a1B2',
    createdAt: now,
    createdBy: tenant.administrator.id,
    expiresAt: now + 3_600_000,
    revokedAt: undefined,
  };
}

/** Adds the credential with its audit entry, as the use case does. */
export async function addCredential(tx: TenantTransaction, credential: Credential): Promise<void> {
  await tx.credentials.insert(credential, someSealed());
  tx.audit(credentialFact('credential.created', credential));
}

export function credentialFact(
  type: 'credential.created' | 'credential.rotated' | 'credential.revoked',
  { id, provider, name, last4, version, createdBy }: Credential,
): AuditFact {
  return {
    type,
    actor: { type: 'user', id: createdBy },
    credential: { id, provider, name, last4, version },
    changes: [],
  };
}

/** The code a promise fails with; `none` when it does not fail. */
export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode | 'none'> {
  try {
    await promise;
    return 'none';
  } catch (thrown) {
    return asMonagoError(thrown).code;
  }
}

/** Types of the tenant's entries, in the order of the log. */
export async function entryTypes(site: Site, tenantId: TenantId): Promise<readonly string[]> {
  const rows = await site.fresh.asSuperuser<{ type: string }>(
    'SELECT type FROM audit_entry WHERE tenant_id = $1 ORDER BY idx',
    [tenantId],
  );
  return rows.map((row) => row.type);
}
