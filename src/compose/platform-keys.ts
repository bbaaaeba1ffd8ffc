import { refuseOperatorsOnPremise } from '../adapters/database/operator-check.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { CredentialView } from '../contract/schemas.ts';
import { addCredential } from '../control/ai-providers/add-credential.ts';
import type { CredentialPorts } from '../control/ai-providers/credential-ports.ts';
import { listCredentials } from '../control/ai-providers/list-credentials.ts';
import { revokeCredential } from '../control/ai-providers/revoke-credential.ts';
import { rotateCredential } from '../control/ai-providers/rotate-credential.ts';
import { ValidationLimit } from '../control/ai-providers/validation-limit.ts';
import { commandLine } from '../control/caller.ts';
import type { Provider } from '../domain/credential/credential.ts';
import type { TypedKey } from '../domain/credential/typed-key.ts';
import { MonagoError } from '../domain/errors.ts';
import { type CredentialId, isId } from '../domain/ids.ts';
import { commandUnitOfWork } from './command-unit-of-work.ts';
import { createProviders, openEgress } from './egress.ts';
import { OwnEndpoints } from './own-endpoints.ts';
import { openStorage } from './storage.ts';

export interface PlatformKeyName {
  readonly provider: Provider;
  readonly name: string;
}

export interface PlatformKey extends PlatformKeyName {
  readonly typed: TypedKey;
  readonly baseUrl: string | undefined;
  readonly region: string | undefined;
}

/** The platform's fallback keys, as the operator keeps them at the command line. */
export interface PlatformKeys {
  list(): Promise<readonly CredentialView[]>;
  /** Validates the key; adds it, or puts it in the place of the one that has the name. */
  set(key: PlatformKey): Promise<CredentialView>;
  /** Destroys the key for good. @throws MonagoError `credential_not_found` */
  remove(name: PlatformKeyName): Promise<CredentialView>;
}

/** Works beside a running Monago, whose gateways follow at once. @throws StartupRefusal */
export async function withPlatformKeys<T>(
  config: Config,
  task: (keys: PlatformKeys) => Promise<T>,
): Promise<T> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  const egress = openEgress(config, ownEndpoints(config));
  try {
    await refuseOperatorsOnPremise(storage.database, config.MONAGO_MODE);
    const unitOfWork = commandUnitOfWork(storage);
    await unitOfWork.openPlatformTenant();
    const { auditLog, vault, random } = storage;
    return await task(
      platformKeys({
        unitOfWork,
        auditLog,
        vault,
        providers: createProviders(egress),
        clock: systemClock,
        random,
        validationLimit: new ValidationLimit(systemClock),
      }),
    );
  } finally {
    await egress.close();
    await storage.close();
  }
}

function platformKeys(use: CredentialPorts): PlatformKeys {
  const list = () => listCredentials({ by: commandLine }, use);
  const find = async ({ provider, name }: PlatformKeyName) =>
    (await list()).find((known) => known.provider === provider && known.name === name);
  return {
    list,
    set: async ({ provider, name, ...key }) => {
      const known = await find({ provider, name });
      return known === undefined
        ? addCredential({ by: commandLine, provider, name, ...key }, use)
        : rotateCredential({ by: commandLine, credentialId: idOf(known), ...key }, use);
    },
    remove: async (named) => {
      const known = await find(named);
      if (known === undefined) throw new MonagoError('credential_not_found');
      const confirmName = named.name;
      return revokeCredential({ by: commandLine, credentialId: idOf(known), confirmName }, use);
    },
  };
}

function idOf({ id }: CredentialView): CredentialId {
  if (!isId('cred', id)) throw new MonagoError('credential_not_found');
  return id;
}

/** The running Monago may listen where the settings say; a key is not to be sent there. */
function ownEndpoints(config: Config): OwnEndpoints {
  const own = new OwnEndpoints(config);
  own.listening(`http://127.0.0.1:${config.MONAGO_PORT}`);
  return own;
}
