import type { AuditFact } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId, type TenantId } from '../../domain/ids.ts';
import type { NewTenant, TenantTransaction, UnitOfWork } from '../../ports/unit-of-work.ts';
import { PostgresApprovalRepository } from './approval-repository.ts';
import { PostgresErasureRepository } from './audit/content/erasure-repository.ts';
import { PostgresHoldRepository } from './audit/content/hold-repository.ts';
import { PostgresRetentionRepository } from './audit/content/retention-repository.ts';
import { PostgresRevealRepository } from './audit/content/reveal-repository.ts';
import { type CommitDependencies, commitChange, type Draft, record } from './commit.ts';
import { PostgresCredentialRepository } from './credential-repository.ts';
import { readFallbackUsedAt } from './credential-states.ts';
import { PostgresDecisionRepository } from './decision-repository.ts';
import { PostgresGovernanceRepository } from './governance-repository.ts';
import { PostgresModelAliasRepository } from './model-alias-repository.ts';
import { insertUser, insertWorkspace, openTenant } from './new-tenant.ts';
import { PostgresPolicyRepository } from './policy-repository.ts';
import { PostgresSettingsRepository } from './settings-repository.ts';
import { consumeSetupLink } from './setup-link-store.ts';
import type { Execute } from './sql.ts';
import type { TenantScope } from './tenant-scope.ts';
import { PostgresTokenRepository } from './token-repository.ts';
import { inTransaction } from './transaction.ts';
import { PostgresUserRepository } from './user-repository.ts';
import { listWorkspaces } from './workspace-repository.ts';

/** The changes of one tenant and their audit entries, in one transaction. */
export class PostgresUnitOfWork implements UnitOfWork {
  readonly #use: CommitDependencies;

  constructor(use: CommitDependencies) {
    this.#use = use;
  }

  async run<T>(tenantId: TenantId, change: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    return commitChange(this.#use, tenantId, (draft) => change(this.#transaction(tenantId, draft)));
  }

  async read<T>(tenantId: TenantId, query: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    return inTransaction(this.#use.database.app, { tenantId, isReadOnly: true }, (execute) =>
      query(readOnlyTransaction(tenantId, execute)),
    );
  }

  async createTenant(tenant: NewTenant, fact: AuditFact): Promise<void> {
    await commitChange(this.#use, tenant.id, async (draft) => {
      const now = new Date(this.#use.clock.now());
      const link = { tokenHash: tenant.setupTokenHash, now };
      await consumeSetupLink(this.#use.database, draft.execute, link);
      await openTenant(this.#use, draft, { tenant, now });
      await insertWorkspace(draft.execute, tenant, now);
      await insertUser(draft.execute, tenant.administrator, now);
      record(draft, this.#use.random, { tenantId: tenant.id, fact });
    });
  }

  /** Makes sure of the platform's own tenant and log. */
  async openPlatformTenant(): Promise<void> {
    await commitChange(this.#use, platformTenantId, (draft) => this.#openPlatform(draft));
  }

  /** At each start: the same, and records that this node has started. */
  async ensurePlatformTenant(): Promise<void> {
    await commitChange(this.#use, platformTenantId, async (draft) => {
      await this.#openPlatform(draft);
      const { random, version } = this.#use;
      const fact = {
        type: 'node.started',
        actor: { type: 'system', id: 'monago' },
        version,
      } as const;
      record(draft, random, { tenantId: platformTenantId, fact });
    });
  }

  async #openPlatform(draft: Draft): Promise<void> {
    const tenant = { id: platformTenantId, name: 'Platform' };
    await openTenant(this.#use, draft, { tenant, now: new Date(this.#use.clock.now()) });
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
    const { random } = this.#use;
    return {
      ...repositories(scope),
      audit: (fact, salt, content) =>
        record(draft, random, {
          tenantId,
          fact,
          ...(salt && { salt }),
          ...(content && { content }),
        }),
    };
  }
}

function readOnlyTransaction(tenantId: TenantId, execute: Execute): TenantTransaction {
  const refuse = (): never => {
    throw new MonagoError('internal', {
      internal: 'a read-only transaction cannot change anything',
    });
  };
  const scope: TenantScope = { tenantId, execute, isReadOnly: true, directoryChanged: refuse };
  return { ...repositories(scope), audit: refuse };
}

function repositories(scope: TenantScope): Omit<TenantTransaction, 'audit'> {
  return {
    tenantId: scope.tenantId,
    credentials: new PostgresCredentialRepository(scope),
    tokens: new PostgresTokenRepository(scope),
    settings: new PostgresSettingsRepository(scope),
    aliases: new PostgresModelAliasRepository(scope),
    policies: new PostgresPolicyRepository(scope),
    governance: new PostgresGovernanceRepository(scope),
    decisions: new PostgresDecisionRepository(scope),
    approvals: new PostgresApprovalRepository(scope),
    users: new PostgresUserRepository(scope),
    holds: new PostgresHoldRepository(scope),
    retention: new PostgresRetentionRepository(scope),
    erasures: new PostgresErasureRepository(scope),
    reveals: new PostgresRevealRepository(scope),
    fallbackUsedAt: () => readFallbackUsedAt(scope),
    workspaces: () => listWorkspaces(scope),
  };
}
