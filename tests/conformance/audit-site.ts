import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connections } from '../../src/adapters/database/connections.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type AuditNode, openAuditNode, random, type SharedKey } from './audit-node.ts';

/** A database with as many nodes on it as a test wants. */
export interface AuditSite {
  readonly fresh: FreshDatabase;
  readonly directory: string;
  readonly kek: SharedKey;
  /** @param memory names the directory in which the node keeps what it has signed */
  node(name?: string, connections?: Connections, memory?: string): Promise<AuditNode>;
  /** A tenant with an empty log. */
  tenant(node: AuditNode): Promise<TenantId>;
  close(): Promise<void>;
}

export async function openAuditSite(): Promise<AuditSite> {
  const fresh = await freshDatabase();
  const directory = mkdtempSync(join(tmpdir(), 'monago-audit-'));
  const kek = { kid: 'test', key: randomBytes(32) };
  const nodes: AuditNode[] = [];
  return {
    fresh,
    directory,
    kek,
    node: async (
      name = `node-${nodes.length}`,
      connections = fresh.connections,
      memory = 'high-water',
    ) => {
      const settings = { kek, highWaterDir: join(directory, memory), name };
      const node = await openAuditNode(connections, settings);
      nodes.push(node);
      return node;
    },
    tenant: (node) => createTenant(fresh, node),
    close: async () => {
      for (const node of nodes) await node.close();
      await fresh.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function createTenant(fresh: FreshDatabase, node: AuditNode): Promise<TenantId> {
  const tenantId = random.id('ten');
  await fresh.asSuperuser(
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Example', now())`,
    [tenantId],
  );
  await inTransaction(node.database.app, { tenantId }, (execute) =>
    node.auditLog.createLog(execute, tenantId),
  );
  return tenantId;
}
