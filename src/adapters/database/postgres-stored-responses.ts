import { createHash } from 'node:crypto';
import type { CredentialId, TenantId, WorkspaceId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoredResponse, StoredResponses } from '../../ports/stored-responses.ts';
import type { Database } from './open-database.ts';
import { RepeatedTask } from './repeated-task.ts';
import { inTransaction } from './transaction.ts';

export interface StoredResponsesDependencies {
  readonly database: Pick<Database, 'app' | 'reader'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** As long as OpenAI keeps what it stores; what is gone there need not be found here. */
const keptMs = 30 * 24 * 60 * 60 * 1000;
const sweepIntervalMs = 60 * 60 * 1000;

export class PostgresStoredResponses implements StoredResponses {
  readonly #use: StoredResponsesDependencies;
  readonly #sweeping = new RepeatedTask(() => this.sweep(), sweepIntervalMs);

  constructor(use: StoredResponsesDependencies) {
    this.#use = use;
  }

  start(): this {
    this.#sweeping.start();
    return this;
  }

  async remember(response: StoredResponse): Promise<void> {
    const { tenantId, workspaceId, responseId, credentialId } = response;
    const now = this.#use.clock.now();
    await inTransaction(this.#use.database.app, { tenantId }, (execute) =>
      execute(
        `INSERT INTO stored_response
            (tenant_id, workspace_id, response_hash, credential_id, created_at, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6)
          ON CONFLICT (tenant_id, workspace_id, response_hash) DO UPDATE SET
            credential_id = excluded.credential_id, expires_at = excluded.expires_at`,
        [
          tenantId,
          workspaceId,
          hashOf(responseId),
          credentialId,
          new Date(now),
          new Date(now + keptMs),
        ],
      ),
    );
  }

  find(
    tenantId: TenantId,
    workspaceId: WorkspaceId,
    responseId: string,
  ): Promise<{ readonly credentialId: CredentialId } | undefined> {
    const options = { tenantId, isReadOnly: true };
    return inTransaction(this.#use.database.app, options, async (execute) => {
      const [row] = await execute<{ credential_id: CredentialId }>(
        `SELECT credential_id FROM stored_response
          WHERE tenant_id = $1 AND workspace_id = $2 AND response_hash = $3 AND expires_at > $4`,
        [tenantId, workspaceId, hashOf(responseId), new Date(this.#use.clock.now())],
      );
      return row && { credentialId: row.credential_id };
    });
  }

  async known(
    tenantId: TenantId,
    workspaceId: WorkspaceId,
    responseIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const hashes = new Map(responseIds.map((id) => [hashOf(id).toString('hex'), id]));
    const options = { tenantId, isReadOnly: true };
    const rows = await inTransaction(this.#use.database.app, options, (execute) =>
      execute<{ hash: string }>(
        `SELECT encode(response_hash, 'hex') AS hash FROM stored_response
          WHERE tenant_id = $1 AND workspace_id = $2 AND response_hash = ANY ($3::bytea[])
            AND expires_at > $4`,
        [tenantId, workspaceId, responseIds.map(hashOf), new Date(this.#use.clock.now())],
      ),
    );
    return new Set(rows.map(({ hash }) => hashes.get(hash)).filter((id) => id !== undefined));
  }

  async forget(tenantId: TenantId, workspaceId: WorkspaceId, responseId: string): Promise<void> {
    await inTransaction(this.#use.database.app, { tenantId }, (execute) =>
      execute(
        'DELETE FROM stored_response WHERE tenant_id = $1 AND workspace_id = $2 AND response_hash = $3',
        [tenantId, workspaceId, hashOf(responseId)],
      ),
    );
  }

  /** Deletes what has expired. Never rejects: what could not be deleted is tried again, and is not found anyway. */
  async sweep(): Promise<void> {
    const { database, clock, log } = this.#use;
    const now = new Date(clock.now());
    try {
      const { rows } = await database.reader.query<{ tenant_id: TenantId }>(
        'SELECT DISTINCT tenant_id FROM stored_response WHERE expires_at <= $1',
        [now],
      );
      for (const { tenant_id: tenantId } of rows) {
        await inTransaction(database.app, { tenantId }, (execute) =>
          execute('DELETE FROM stored_response WHERE tenant_id = $1 AND expires_at <= $2', [
            tenantId,
            now,
          ]),
        );
      }
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : 'unknown';
      log.warn('stored_responses.not_swept', { error });
    }
  }

  async close(): Promise<void> {
    await this.#sweeping.stop();
  }
}

function hashOf(responseId: string): Buffer {
  return createHash('sha256').update(responseId).digest();
}
