import type pg from 'pg';
import { activeCredential, type Provider } from '../../domain/credential/credential.ts';
import { MonagoError } from '../../domain/errors.ts';
import {
  type CredentialId,
  isId,
  platformTenantId,
  type TenantId,
  type TokenId,
} from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  Directory,
  GatewaySettings,
  GovernanceSettings,
  SealedCredential,
  TokenRecord,
} from '../../ports/directory.ts';
import type { Log } from '../../ports/log.ts';
import { directoryChannel, parseChange } from './directory-epoch.ts';
import { readDirectory } from './directory-snapshot.ts';
import { DirectoryState } from './directory-state.ts';
import type { Database } from './open-database.ts';
import { RepeatedTask } from './repeated-task.ts';

export interface DirectoryDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Called for a credential whose key this node serves no more: it was rotated, disabled or revoked. */
  readonly onKeyGone?: (credentialId: CredentialId) => void;
}

const pollIntervalMs = 2_000;
const pollTimeoutMs = 1_500;
const freshMs = 5_000;
const reconnectMs = 250;
const retryMs = 100;

/**
 * The directory as a node keeps it: read whole at the start, a tenant again at each notification, and whole again
 * when the epoch shows that a notification was lost.
 */
export class PostgresDirectory implements Directory {
  readonly #use: DirectoryDependencies;
  readonly #state: DirectoryState;
  readonly #poll: RepeatedTask;
  readonly #listen: RepeatedTask;
  #listener: pg.Client | undefined;
  #confirmedAt = Number.NEGATIVE_INFINITY;

  private constructor(use: DirectoryDependencies) {
    this.#use = use;
    this.#state = new DirectoryState(use.onKeyGone);
    this.#poll = new RepeatedTask(() => this.#pollOnce(), pollIntervalMs);
    this.#listen = new RepeatedTask(() => this.#listenUntilLost(), reconnectMs);
  }

  /** Resolves when everything is loaded. */
  static async open(use: DirectoryDependencies): Promise<PostgresDirectory> {
    const directory = new PostgresDirectory(use);
    await directory.#loadAll();
    directory.#listen.start();
    directory.#poll.start();
    return directory;
  }

  isFresh(): boolean {
    return this.#use.clock.monotonic() - this.#confirmedAt <= freshMs;
  }

  token(tenantId: TenantId, tokenId: TokenId): TokenRecord | undefined {
    return this.#state.tenant(tenantId).tokens.get(tokenId);
  }

  signingKey(kid: string): Buffer | undefined {
    return this.#state.signingKey(kid);
  }

  activeCredential(
    tenantId: TenantId,
    provider: Provider,
    region?: string,
  ): SealedCredential | undefined {
    return activeCredential(this.#state.tenant(tenantId).credentials, provider, region);
  }

  fallbackCredential(
    tenantId: TenantId,
    provider: Provider,
    region?: string,
  ): SealedCredential | undefined {
    if (!this.#state.tenant(tenantId).allowsFallback) return undefined;
    return this.activeCredential(platformTenantId, provider, region);
  }

  gatewaySettings(tenantId: TenantId): GatewaySettings {
    const { settings } = this.#state.tenant(tenantId);
    if (settings !== undefined) return settings;
    // A default would have a key that everybody knows.
    throw new MonagoError('internal', { internal: `no settings of ${tenantId}` });
  }

  governance(tenantId: TenantId): GovernanceSettings {
    const { governance } = this.#state.tenant(tenantId);
    if (governance !== undefined) return governance.settings;
    throw new MonagoError('internal', { internal: `nothing governs ${tenantId}` });
  }

  /**
   * Resolves when this node serves the tenant as of `epoch` or later, or serves nobody at all because its directory
   * is stale. Never rejects: the change it follows is already committed.
   */
  async caughtUp(tenantId: TenantId, epoch: number): Promise<void> {
    while (!this.#state.hasTenantAt(tenantId, epoch)) {
      await this.#follow(tenantId, epoch);
      if (this.#state.hasTenantAt(tenantId, epoch) || this.#poll.isStopped || !this.isFresh())
        return;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  async close(): Promise<void> {
    const polling = this.#poll.stop();
    const listening = this.#listen.stop();
    await this.#listener?.end();
    await Promise.all([polling, listening]);
  }

  async #follow(tenantId: TenantId, epoch: number): Promise<void> {
    try {
      const snapshot = await readDirectory(this.#use.database.reader, tenantId);
      this.#state.fillTenant(tenantId, snapshot);
      if (snapshot.epoch >= epoch) this.#state.confirm(epoch);
    } catch (thrown) {
      this.#warn('directory.reload_failed', thrown);
    }
  }

  async #pollOnce(): Promise<void> {
    const askedAt = this.#use.clock.monotonic();
    try {
      const question = { text: 'SELECT value FROM directory_epoch', query_timeout: pollTimeoutMs };
      const { rows } = await this.#use.database.reader.query<{ value: number }>(question);
      if (rows[0]?.value === this.#state.completeEpoch) this.#confirmedAt = askedAt;
      else await this.#loadAll();
    } catch (thrown) {
      this.#warn('directory.poll_failed', thrown);
    }
  }

  async #loadAll(): Promise<void> {
    const askedAt = this.#use.clock.monotonic();
    const heldEpoch = this.#state.completeEpoch;
    const snapshot = await readDirectory(this.#use.database.reader);
    if (snapshot.epoch < heldEpoch) {
      this.#use.log.error('directory.epoch_went_back', { held: heldEpoch, read: snapshot.epoch });
      this.#state.rewind(snapshot);
    } else {
      this.#state.fillAll(snapshot);
    }
    this.#confirmedAt = askedAt;
  }

  /** One life of the listening connection; resolves when it is lost or ended. */
  async #listenUntilLost(): Promise<void> {
    const client = this.#use.database.newReaderClient('monago-directory');
    this.#listener = client;
    const over = new Promise<void>((resolve) => {
      client.once('end', resolve);
      // There may be more than one error, and an unheard one would end the process.
      client.on('error', (error) => {
        this.#warn('directory.listener_lost', error);
        resolve();
      });
    });
    client.on('notification', ({ payload }) => this.#notified(payload));
    try {
      // The driver leaves `connect()` pending for ever when the client is ended meanwhile.
      await Promise.race([this.#listenOn(client), over]);
      await over;
    } catch (thrown) {
      this.#warn('directory.listen_failed', thrown);
    } finally {
      await client.end();
    }
  }

  async #listenOn(client: pg.Client): Promise<void> {
    await client.connect();
    await client.query(`LISTEN ${directoryChannel}`);
    // What changed while nobody listened.
    await this.#pollOnce();
  }

  #notified(payload: string | undefined): void {
    const change = parseChange(payload);
    if (change === undefined || !isId('ten', change.tenantId)) return;
    if (this.#state.hasTenantAt(change.tenantId, change.epoch)) {
      this.#state.confirm(change.epoch);
    } else {
      void this.#follow(change.tenantId, change.epoch);
    }
  }

  #warn(event: string, thrown: unknown): void {
    this.#use.log.warn(event, { error: thrown instanceof Error ? thrown.message : 'unknown' });
  }
}
