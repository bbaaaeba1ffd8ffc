import { readFile } from 'node:fs/promises';
import { unreachable } from '../../domain/errors.ts';
import type { CredentialId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Kms } from '../../ports/kms.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import { AwsKms, publicEndpoint } from './aws/aws-kms.ts';
import { AzureKms } from './azure/azure-kms.ts';
import { DekCache } from './dek-cache.ts';
import type { RandomBytes } from './envelope-vault.ts';
import { GcpKms } from './gcp/gcp-kms.ts';
import type { KmsSettings } from './kms-settings.ts';
import { Pkcs11Kms } from './pkcs11/pkcs11-kms.ts';
import type { KmsService } from './remote/service-call.ts';
import { VaultKms } from './vault/vault-kms.ts';

export interface KmsOptions {
  readonly timeoutMs: number;
  /** How long unwrapped data keys of a remote service are kept, at most 300,000; 0 keeps none. */
  readonly dekCacheMs: number;
  /** PEM file with the certificates to trust instead of the system's. */
  readonly caFile?: string;
}

export interface KmsDependencies {
  /** Opens the keyring file of this machine; only for `local`. */
  openLocal(): Promise<Kms & Refreshing>;
  openTransport(options: {
    readonly origins: readonly string[];
    readonly ca?: string;
  }): KmsTransport & { close(): Promise<void> };
  readonly random: RandomBytes;
  readonly clock: Clock;
}

interface Refreshing {
  /** @returns whether it holds other keys now */
  refresh(): Promise<boolean>;
}

/** A key management service, ready for use. */
export interface OpenKms extends Refreshing {
  readonly kms: Kms;
  /** Without the cache, for what has to ask the service itself. */
  readonly service: Kms;
  /** Whether the service itself refuses a data key in another context. */
  readonly bindsContext: boolean;
  /** MUST be called when a credential is rotated, disabled or revoked. */
  dropKeysOf(credentialId: CredentialId): void;
  close(): Promise<void>;
}

/** The keys of a service are those of the settings. */
const noOthers = async () => false;

interface Opened {
  readonly service: Kms;
  readonly isRemote: boolean;
  readonly refresh?: () => Promise<boolean>;
  close(): Promise<void>;
}

/** @throws KmsSetupError or KeyringError when the operator has to change something */
export async function createKms(
  settings: KmsSettings,
  options: KmsOptions,
  use: KmsDependencies,
): Promise<OpenKms> {
  const { service, isRemote, refresh, close } = await open(settings, options, use);
  const cache =
    isRemote && options.dekCacheMs > 0
      ? new DekCache(service, { ttlMs: options.dekCacheMs, clock: use.clock })
      : undefined;
  return {
    kms: cache ?? service,
    service,
    bindsContext: settings.kind !== 'azure',
    refresh: refresh ?? noOthers,
    dropKeysOf: (credentialId) => cache?.drop(credentialId),
    async close() {
      cache?.close();
      await close();
    },
  };
}

async function open(
  settings: KmsSettings,
  options: KmsOptions,
  use: KmsDependencies,
): Promise<Opened> {
  const { kind } = settings;
  if (kind === 'local') {
    const service = await use.openLocal();
    const refresh = () => service.refresh();
    return { service, isRemote: false, refresh, close: async () => undefined };
  }
  const { random, clock } = use;
  const { timeoutMs } = options;
  if (kind === 'pkcs11') {
    const service = new Pkcs11Kms(settings, { random, clock, timeoutMs });
    return { service, isRemote: true, close: async () => service.close() };
  }
  const ca = options.caFile === undefined ? undefined : await readFile(options.caFile, 'utf8');
  const transport = use.openTransport({
    origins: originsOf(settings),
    ...(ca === undefined ? {} : { ca }),
  });
  const service = connect(settings, { name: kind, transport, timeoutMs, clock });
  return {
    service,
    isRemote: true,
    async close() {
      if (service instanceof VaultKms) service.close();
      await transport.close();
    },
  };
}

type RemoteSettings = Exclude<KmsSettings, { kind: 'local' | 'pkcs11' }>;

function connect(settings: RemoteSettings, service: KmsService): Kms {
  switch (settings.kind) {
    case 'aws':
      return new AwsKms(settings, service);
    case 'gcp':
      return new GcpKms(settings, service);
    case 'azure':
      return new AzureKms(settings, service);
    case 'vault':
      return new VaultKms(settings, service);
    default:
      return unreachable(settings);
  }
}

/** Every origin that a service and its token endpoint have; the transport knows no others. */
function originsOf(settings: RemoteSettings): readonly string[] {
  switch (settings.kind) {
    case 'aws':
      return unique(settings.keys.map((arn) => settings.endpoint ?? publicEndpoint(arn)));
    case 'gcp':
      return unique([settings.endpoint, settings.account.tokenUri]);
    case 'azure':
      return unique([settings.client.authority, ...settings.keys]);
    case 'vault':
      return [settings.address];
    default:
      return unreachable(settings);
  }
}

function unique(urls: readonly string[]): readonly string[] {
  return [...new Set(urls.map((url) => new URL(url).origin))];
}
