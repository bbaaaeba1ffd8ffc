import type { AuditFact } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import { type AuditId, platformTenantId, type TenantId } from '../../domain/ids.ts';
import type { NewEntry } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import type { NewTenant, TenantTransaction, UnitOfWork } from '../../ports/unit-of-work.ts';
import type { AuditWriter, CommittedHead } from './audit-writer.ts';
import { wasCommitted } from './commit-lookup.ts';
import { PostgresCredentialRepository } from './credential-repository.ts';
import { announceChange } from './directory-epoch.ts';
import { insertFounders, insertTenant } from './new-tenant.ts';
import type { Database } from './open-database.ts';
import { consumeSetupLink } from './setup-link-store.ts';
import type { Execute } from './sql.ts';
import { sqlStateOf } from './sql-state.ts';
import type { TenantScope } from './tenant-scope.ts';
import { PostgresTokenRepository } from './token-repository.ts';
import { inTransaction, tryTransaction } from './transaction.ts';
import { listWorkspaces } from './workspace-repository.ts';

export interface UnitOfWorkDependencies {
  readonly database: Database;
  readonly audit: AuditWriter;
  /** What this node serves from (`PostgresDirectory`). */
  readonly directory: { caughtUp(tenantId: TenantId, epoch: number): Promise<void> };
  readonly random: Random;
  readonly clock: Clock;
  /** Version of Monago, for the entries that name it. */
  readonly version: string;
}

/** What a change leaves behind, beside its rows. */
interface Draft {
  readonly execute: Execute;
  readonly entries: NewEntry[];
  isDirectoryChanged: boolean;
}

/** The changes of one tenant and their audit entries, in one transaction: business rows first, the log last. */
export class PostgresUnitOfWork implements UnitOfWork {
  readonly #use: UnitOfWorkDependencies;

  constructor(use: UnitOfWorkDependencies) {
    this.#use = use;
  }

  async run<T>(tenantId: TenantId, change: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#commit(tenantId, (draft) => change(this.#transaction(tenantId, draft)));
  }

  async read<T>(tenantId: TenantId, query: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    return inTransaction(this.#use.database.app, { tenantId, isReadOnly: true }, (execute) =>
      query(this.#readOnlyTransaction(tenantId, execute)),
    );
  }

  async createTenant(tenant: NewTenant, fact: AuditFact): Promise<void> {
    await this.#commit(tenant.id, async (draft) => {
      const now = new Date(this.#use.clock.now());
      await consumeSetupLink(this.#use.database, draft.execute, {
        tokenHash: tenant.setupTokenHash,
        now,
      });
      await this.#openTenant(draft, tenant, now);
      await insertFounders(draft.execute, tenant, now);
      this.#record(tenant.id, draft, fact);
    });
  }

  /** At each start: makes sure of the platform's own tenant and log, and records that this node has started. */
  async ensurePlatformTenant(): Promise<void> {
    await this.#commit(platformTenantId, async (draft) => {
      const now = new Date(this.#use.clock.now());
      await this.#openTenant(draft, { id: platformTenantId, name: 'Platform' }, now);
      this.#record(platformTenantId, draft, this.#systemFact('node.started'));
    });
  }

  /** Creates the tenant with its empty log, unless it is there. */
  async #openTenant(
    draft: Draft,
    tenant: { readonly id: TenantId; readonly name: string },
    now: Date,
  ): Promise<void> {
    if (!(await insertTenant(draft.execute, tenant, now))) return;
    draft.isDirectoryChanged = true;
    await this.#use.audit.createLog(draft.execute, tenant.id);
    this.#record(tenant.id, draft, this.#systemFact('log.opened'));
  }

  /** Runs the change once more when PostgreSQL chose it as the victim of a conflict, which rolled it back whole. */
  async #commit<T>(tenantId: TenantId, change: (draft: Draft) => Promise<T>): Promise<T> {
    try {
      return await this.#commitOnce(tenantId, change);
    } catch (thrown) {
      const state = sqlStateOf(thrown);
      if (state !== 'serialization_failure' && state !== 'deadlock_detected') throw thrown;
      return this.#commitOnce(tenantId, change);
    }
  }

  async #commitOnce<T>(tenantId: TenantId, change: (draft: Draft) => Promise<T>): Promise<T> {
    const { database, audit, directory } = this.#use;
    const entries: NewEntry[] = [];
    const { value, outcome } = await tryTransaction(database.app, { tenantId }, async (execute) => {
      const draft: Draft = { execute, entries, isDirectoryChanged: false };
      const result = await change(draft);
      // The locks that other writers wait for are taken last and in this order, everywhere.
      const head: CommittedHead | undefined =
        entries.length > 0 ? await audit.appendWithin(execute, entries) : undefined;
      const epoch = draft.isDirectoryChanged ? await announceChange(execute, tenantId) : undefined;
      return { result, head, epoch };
    });
    if (outcome === 'unknown' && !(await wasCommitted(database.app, tenantId, entries))) {
      throw new MonagoError('internal', {
        internal: 'the connection broke and nothing was committed',
      });
    }
    // Also when signing fails, the gateway must not go on serving what the committed change has ended.
    await Promise.all([
      value.head && audit.afterCommit(value.head),
      value.epoch && directory.caughtUp(tenantId, value.epoch),
    ]);
    return value.result;
  }

  #transaction(tenantId: TenantId, draft: Draft): TenantTransaction {
    const scope: TenantScope = {
      tenantId,
      execute: draft.execute,
      isReadOnly: false,
      directoryChanged: () => {
        draft.isDirectoryChanged = true;
      },
    };
    return { ...repositories(scope), audit: (fact) => this.#record(tenantId, draft, fact) };
  }

  #readOnlyTransaction(tenantId: TenantId, execute: Execute): TenantTransaction {
    const refuse = (): never => {
      throw new MonagoError('internal', {
        internal: 'a read-only transaction cannot change anything',
      });
    };
    const scope: TenantScope = { tenantId, execute, isReadOnly: true, directoryChanged: refuse };
    return { ...repositories(scope), audit: refuse };
  }

  #record(tenantId: TenantId, draft: Draft, fact: AuditFact): AuditId {
    const entryId = this.#use.random.id('aud');
    draft.entries.push({ tenantId, entryId, fact });
    return entryId;
  }

  #systemFact(type: 'log.opened' | 'node.started'): AuditFact {
    return { type, actor: { type: 'system', id: 'monago' }, version: this.#use.version };
  }
}

function repositories(scope: TenantScope): Omit<TenantTransaction, 'audit'> {
  return {
    tenantId: scope.tenantId,
    credentials: new PostgresCredentialRepository(scope),
    tokens: new PostgresTokenRepository(scope),
    workspaces: () => listWorkspaces(scope),
  };
}
