import type { Database } from '../adapters/database/open-database.ts';
import { PostgresKeyRegistry } from '../adapters/database/postgres-key-registry.ts';
import { PostgresSealedRows } from '../adapters/database/postgres-sealed-rows.ts';
import { RepeatedTask } from '../adapters/database/repeated-task.ts';
import { ActiveKeyKms } from '../adapters/kms/active-key-kms.ts';
import type { OpenKms } from '../adapters/kms/create-kms.ts';
import { Ed25519KeyVault } from '../adapters/kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../adapters/kms/envelope-vault.ts';
import { WrongKeyError } from '../adapters/kms/key-check.ts';
import { KeyRoster } from '../adapters/kms/key-roster.ts';
import { KeyringEditor } from '../adapters/kms/keyring-editor.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { CredentialId } from '../domain/ids.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { SigningKeyVault } from '../ports/signing-key-vault.ts';
import { keyringFile } from './keyring-file.ts';
import { openKms } from './kms.ts';

/** The keys of this deployment, checked and in step with the other nodes. */
export interface Keys {
  readonly vault: KeyVault;
  readonly signingKeys: SigningKeyVault;
  /** The service itself, without a cache: for rotating and verifying. */
  readonly service: OpenKms;
  readonly registry: PostgresKeyRegistry;
  readonly sealedRows: PostgresSealedRows;
  /** Only where the keys are in a file of this machine. */
  readonly keyring: KeyringEditor | undefined;
  /** Undefined when all is well; otherwise what is wrong, for the operator. */
  problem(): string | undefined;
  /** MUST be called when a credential is rotated, disabled or revoked, here or elsewhere. */
  dropKeysOf(credentialId: CredentialId): void;
  close(): Promise<void>;
}

export interface KeysUse {
  readonly database: Database;
  readonly random: Random;
  readonly log: Log;
  /** The name under which this process serves; undefined for a command beside it. */
  readonly node: string | undefined;
}

const rosterPauseMs = 2_000;
const namesMax = 10;

/** @throws KmsSettingsError, KmsSetupError, KeyringError, WrongKeyError, MonagoError `kms_unavailable` */
export async function openKeys(config: Config, use: KeysUse): Promise<Keys> {
  const { database, random, log, node } = use;
  const registry = new PostgresKeyRegistry(database);
  const sealedRows = new PostgresSealedRows(database);
  const service = await namingRows(sealedRows, async () =>
    openKms(config, { random, log, registered: await registry.list() }),
  );
  try {
    const kms = new ActiveKeyKms(service.kms);
    const roster = await namingRows(sealedRows, () =>
      openRoster({ service, kms, registry, log, node }),
    );
    const task = node === undefined ? undefined : keepUp(roster, node);
    const vault = new EnvelopeVault(kms, random.bytes);
    return {
      vault,
      signingKeys: new Ed25519KeyVault(vault, random.bytes),
      service,
      registry,
      sealedRows,
      keyring: config.MONAGO_KMS === 'local' ? new KeyringEditor(keyringFile(config)) : undefined,
      problem: () => roster.problem(),
      dropKeysOf: (credentialId) => service.dropKeysOf(credentialId),
      close: async () => {
        await task?.stop();
        if (node !== undefined) await registry.leave(node).catch(() => undefined);
        await service.close();
      },
    };
  } catch (failure) {
    await service.close();
    throw failure;
  }
}

interface RosterParts {
  readonly service: OpenKms;
  readonly kms: ActiveKeyKms;
  readonly registry: PostgresKeyRegistry;
  readonly log: Log;
  readonly node: string | undefined;
}

async function openRoster({ service, kms, registry, log, node }: RosterParts): Promise<KeyRoster> {
  const roster = await KeyRoster.open({
    service: service.service,
    kms,
    refreshService: () => service.refresh(),
    registry,
    clock: systemClock,
    log,
  });
  if (node !== undefined) await roster.join(node);
  return roster;
}

function keepUp(roster: KeyRoster, node: string): RepeatedTask {
  const task = new RepeatedTask(() => roster.refresh(node), rosterPauseMs);
  task.start();
  return task;
}

/** Whoever restores a database and not its keys is told what cannot be read without them. */
async function namingRows<T>(rows: PostgresSealedRows, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (!(failure instanceof WrongKeyError)) throw failure;
    const { count, names } = await rows.under(failure.kekRef, namesMax);
    const more = count > names.length ? [`and ${count - names.length} more`] : [];
    const listed = [...names, ...more].map((name) => `\n  ${name}`).join('');
    throw new WrongKeyError(
      failure.kekRef,
      `${failure.message}\nStored secrets that cannot be opened without it: ${count}${listed}`,
    );
  }
}
