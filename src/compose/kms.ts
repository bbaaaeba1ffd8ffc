import { createOperatorTransport } from '../adapters/egress/operator-transport.ts';
import { createKms, type OpenKms } from '../adapters/kms/create-kms.ts';
import { WrongKeyError } from '../adapters/kms/key-check.ts';
import { KeyringFileKms } from '../adapters/kms/keyring-file-kms.ts';
import { type KmsSettings, readKmsSettings } from '../adapters/kms/kms-settings.ts';
import { exists, makeLocalKeyring } from '../adapters/kms/local-keyring.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { RegisteredKey } from '../ports/key-registry.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import { keyringFile } from './keyring-file.ts';
import { OwnEndpoints } from './own-endpoints.ts';

export interface KmsUse {
  readonly random: Random;
  readonly log: Log;
  /** Keys that the database knows. Only where it is known to know none, a missing keyring is made. */
  readonly registered: readonly RegisteredKey[] | undefined;
}

/** The settings of the chosen service are incomplete or contradict each other. */
export class KmsSettingsError extends Error {
  override readonly name = 'KmsSettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** @throws KmsSettingsError */
export function requireKmsSettings(config: Config): KmsSettings {
  const read = readKmsSettings(config);
  if (read.ok) return read.settings;
  throw new KmsSettingsError(read.problems);
}

/** @throws KmsSettingsError, KmsSetupError, KeyringError, WrongKeyError */
export async function openKms(config: Config, use: KmsUse): Promise<OpenKms> {
  const { MONAGO_KMS_CA_FILE: caFile, MONAGO_KMS_TIMEOUT_MS: timeoutMs } = config;
  const { bytes: random } = use.random;
  return createKms(
    requireKmsSettings(config),
    {
      timeoutMs,
      dekCacheMs: config.MONAGO_KMS_DEK_CACHE_SECONDS * 1_000,
      ...(caFile === undefined ? {} : { caFile }),
    },
    {
      openLocal: () => openLocal(config, use),
      openTransport: (options) =>
        createOperatorTransport({
          ...options,
          own: () => ownPlaces(config),
          connectTimeoutMs: timeoutMs,
        }),
      random,
      clock: systemClock,
    },
  );
}

async function openLocal(
  config: Config,
  { random, log, registered }: KmsUse,
): Promise<KeyringFileKms> {
  const file = keyringFile(config);
  const known = registered?.find(({ state }) => state !== 'staged');
  if (known !== undefined && !(await exists(file))) {
    throw new WrongKeyError(
      known.kekRef,
      `The keyring ${file} is missing, and this database holds secrets sealed under ${known.kekRef}. Restore the keyring that belongs to it.`,
    );
  }
  const isNew = registered !== undefined && (await makeLocalKeyring(file, systemClock.now()));
  if (isNew) log.warn('kms.keyring_created', { file, note: 'back it up apart from the database' });
  return KeyringFileKms.open(file, { random: random.bytes, clock: systemClock });
}

/** The service is opened before this process listens, so the port is that of the settings. */
function ownPlaces(config: Config) {
  const own = new OwnEndpoints(config);
  if (config.MONAGO_PORT > 0) own.listening(`http://127.0.0.1:${config.MONAGO_PORT}`);
  return own.list();
}
